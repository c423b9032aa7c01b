"""English is read; other languages are told from it; numbers and names are no language."""

import pytest

from app.inference.language import is_english


@pytest.mark.parametrize(
    "text",
    [
        "The export fails again and we cannot work.",
        "still broken",
        "thx, all good",
        "ASAP!!!",
        "Order 4471-22",
        "",
        "😡😡",
        "Ines Duarte, São Paulo",
        "please check, im waiting since 3 weeks",
        "Our café in Zürich is offline",
        "The Japanese label 設定 is wrong in the settings",
        "Webhook 401 invalid_grant callback url",
        "kindly do the needful",
        "no",
        "Error ECONNREFUSED localhost",
    ],
)
def test_english_is_read(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wir können uns seit heute Morgen nicht mehr anmelden, bitte helfen Sie uns.",
        "Bonjour, je ne peux pas me connecter à mon compte depuis hier.",
        "Hola, necesito ayuda con mi factura porque no puedo pagar.",
        "Olá, não consigo entrar na minha conta desde ontem.",
        "Buongiorno, non riesco ad accedere al mio account da ieri.",
        "Hallo, ik kan sinds gisteren niet meer inloggen op mijn account.",
        "Nie mogę się zalogować od wczoraj, proszę o pomoc.",
        "Merhaba, bir sorun var ve çok acil, lütfen bize bak.",
        "ログインできません。助けてください。",
        "我无法登录我的账户",
        "Я не могу войти в свой аккаунт.",
        "لا أستطيع تسجيل الدخول",
        "Danke schön",
        "Merci beaucoup",
    ],
)
def test_other_languages_are_told_apart(text: str) -> None:
    assert not is_english(text)
