"""Mail domains where anybody may have an address: they say nothing of an account."""

_DOMAINS = (
    "aol.com fastmail.com gmail.com gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.com icloud.com live.com "
    "mac.com mail.com mail.ru me.com msn.com outlook.com pm.me proton.me protonmail.com qq.com web.de yahoo.com "
    "yandex.com yandex.ru zoho.com 163.com 126.com"
)
PUBLIC_MAIL = frozenset(_DOMAINS.split())
