"""Words that hold sentences together: few, frequent, and different in every language."""

ENGLISH = """
    the a an and or but if of to in on at by for with from as is are was were be been being am it its it's this that
    these those i i'm i've i'd you your we our us they them their he she his her my me not no don't doesn't didn't
    can't won't isn't have has had do does did can could will would should shall may might must what when where
    which who why how there here please thanks thank hello hi dear so then than just again still any some all more
    very too now up out about into after before because while get got need want help sir team
"""

OTHERS = {
    "German": """
        der die das und ist nicht ich wir sie es ein eine einen mit für auf von zu den dem im auch wie kann bitte
        haben habe hat sind war wird werden aber oder wenn noch nur mein meine unser unsere ihr ihre danke hallo
        guten tag seit kein keine über bei nach warum schon mehr mir mich uns geht funktioniert
    """,
    "French": """
        le la les des du et est pas je nous vous il elle un une avec pour sur dans que qui ne au aux ce cette mon ma
        mes notre nos votre vos mais ou si sont avons avez bonjour merci fonctionne marche depuis plus être été fait
        c'est j'ai n'est puis comment s'il plaît très tout toujours
    """,
    "Spanish": """
        el la los las y es no yo nosotros usted un una con para por en que de del al se su sus mi mis nuestro
        nuestra pero si está están tengo tiene hemos hola gracias desde más muy como cuando puedo favor buenos días
        funciona necesito ayuda porque todo esto
    """,
    "Portuguese": """
        o a os as e é não eu nós você um uma com para por em que do da dos das no na se seu sua meu minha nosso
        nossa mas está estão tenho tem olá obrigado obrigada desde mais muito como quando posso favor bom dia
        preciso porque isso
    """,
    "Italian": """
        il lo la gli le e è non io noi voi un una con per su di che del della nel nella si suo sua mio mia nostro
        nostra ma sono ho abbiamo ciao grazie buongiorno da più molto come quando posso favore perché questo tutto
    """,
    "Dutch": """
        de het een en is niet ik wij we jullie u met voor op van te dat die zijn was heb hebben heeft kan kunnen
        maar of als nog mijn onze uw bedankt hallo goedemorgen sinds geen ook naar bij waarom meer mij ons werkt
    """,
    "Swedish": """
        och är inte jag vi ni ett en med för på av till att det som har kan men eller om min vår er tack hej sedan
        ingen också varför mer mig oss den fungerar
    """,
    "Danish": """
        og er ikke jeg vi et en med for på af til at det som har kan men eller hvis min vores tak hej siden ingen
        også hvorfor mere mig os den virker
    """,
    "Polish": """
        i nie jest się na w z do że to jak ale czy mam my nasz nasze proszę dziękuję dzień dobry dla od po już tylko
        może moje mój przez są był
    """,
    "Turkish": """
        ve bir bu için ile değil çok ben biz siz ne var yok ama daha gibi olarak merhaba teşekkürler lütfen neden
        benim bizim
    """,
    "Czech": """
        a je není se na v s do že to jak ale já my náš prosím děkuji dobrý den pro od po už jen může moje jsem jsou
        byl
    """,
    "Finnish": """
        ja on ei se että minä me te mutta tai jos ovat oli kun niin kiitos hei miksi meidän minun kanssa mitä
    """,
    "Indonesian": """
        yang dan di ke dari ini itu tidak saya kami anda untuk dengan pada adalah sudah belum bisa tolong terima
        kasih selamat mohon kenapa
    """,
    "Romanian": """
        și este nu în la cu pe de că un o eu noi sunt am are dar sau dacă mulțumesc bună pentru mai foarte cum
    """,
    "Hungarian": """
        és nem hogy egy ez az van volt vagyok kell csak már még ha mert meg nagyon kérem kerem nekem sem óta vagy
    """,
    "Croatian": """
        je ne se da su sam smo što sto nije ili od do već vec još jos uvijek kako kada molim nema moj naš mi ste će
        ce za na radi
    """,
    "Swahili": """
        na ya wa kwa ni hii hiyo katika hapana tafadhali yangu yetu bado sana kama lakini nataka naomba hakuna
    """,
    "Tagalog": """
        ang ng mga sa ako ko ninyo kong hindi pa rin po ba lang naman yung ito ay na wala walang bakit
    """,
    "Vietnamese": """
        không khong tôi toi và của cua là được duoc cho này nay các với voi bị chúng vẫn xin đã
    """,
    "Hindi": """
        nahi kya mera mere meri hum ho raha rahe rahi kar ke ki ka se aur bhi abhi mujhe koi ko tha hain karo gaya
        wapas paise madad
    """,
}

COURTESIES = """
    danke dankeschön hallo moin servus merci bonjour bonsoir salut hola gracias grazie ciao salve buongiorno olá
    obrigado obrigada bedankt hoi goedemorgen tack hejsan tak takk goddag kiitos moi terve dziękuję dziekuje cześć
    děkuji dekuji ahoj ďakujem dakujem köszönöm koszonom mulțumesc multumesc teşekkürler tesekkurler merhaba kasih
    hvala asante habari salamat kumusta gràcies paldies labdien ačiū labas aitäh tere dankie faleminderit namaste
    dhanyavaad shukriya spasibo privet arigato
"""
