"""Words by which English is known besides those that hold sentences together, and words that tell nothing."""

COMMON = """
    aaa able above absolutely acc accent accept acceptable accepted access accident accidentally according accurate
    activate activities actually add added adding addition additional advise afraid afternoon age ago ahead aint air
    airport alert allow allowed almost along alot already alright always amazing american amount angry annoyed
    annoying another answer answered answers anybody anymore anyone anything anyway anywhere apologies appalling
    appears applied apply applying appreciate appreciated approval approved approximately april aren't around arrival
    arrive arrived arrives arriving asap ask asked asking asks assist assistance associated ate attached august auto
    automatically available average awaiting aware away awesome awful baby back bag baked balance banking banks basis
    beach behind believe best better between beyond big bill bills birthday bit black blame blank block blocked
    blocking blue board body book books boss both bought box branch brb breach breakfast bring british broke broken
    brown btw build building built bullshit bump business buy buying bye cake call called came cancel canceled
    cancelling candy cannot cant car care carry cars cart cash cat caused cell certain certainly chance changed
    changes changing chap charge charged charges charging chase check checked checking checks cheer cheers child chnge
    choice choose church city claimed class clear cleared clearly close closest closing clothes clue co coffee cold
    colleague colleagues college comes comfortable coming companies company complain complaint complaints complete
    completed completely computer concern confirm confirmation confirmed confused congrats connect continue contract
    conversion convert cook cool copy correct correctly cost costing costs couldn't couldnt count countries country
    county couple cracked crap crashed crashes crashin crashing create credited crimes criminal cup currency currently
    customer customers cut daily damage damaged damn dates day days deadline deal death december decide decided
    decline declined decrease definitely delay delete deleted deliver delivered delivery denied department deposit
    destination details determine developer device didnt different directly dis disappointed disappointing
    disappointment disconnect discount disgrace disgusting display dissatisfied divided documents doin doing dollar
    dollars done dont door down downtown drink drive dropped dropping due duplicate during each earlier earth easy eat
    economy egg either ello else employee employer empty encoding end ended ending engineer engineers england english
    enjoy enough enter entered entertainment equals escalate euro europe european even evening ever every everybody
    everything exactly exchange excuse existing expect expected expenses expensive experiencing expire expired
    expiring explain exporting express extremely facing fact failed failing fails failure falls false familiar family
    farm faster fault faulty favorite february fed fee feel fees few fiat field figure figuring fill filled finally
    find finding fine finish finished fired first five fix fixed fixing flight flights floor flowers fly flying follow
    following food foods forces ford foreign forget forgot form forms forward found four frame fraud free freeze
    freezes freezing french friday fried friend friends front frozen frustrated frustrating fry fuck fucking full
    fully function funds furious future fyi game garden gate gave german gets getting give given gives giving glad
    glitch go goes going golden gone gonna good goodbye gotta gotten great green grilled groceries grocery group gud
    guess guidance guide gun guys half halp handle happen happened happening happens happy hard hate hates hav haven't
    havent having hear heard hearing helpful helping hey heyy high higher highway hii hiii hill history hold holiday
    hometown hope hopeless hoping hot hotels hour hours house how's however huge hungry hurry hw i'll ice icy identify
    idk ignored immediate immediately imo improve incident include included incorrect incorrectly increase increased
    inform ingredients initial instead insurance interest interested invalid invoice invoices isnt issue issued issues
    italian item items itself ive iz jack jam james jams january japanese jazz jobs john joint joke july june keep
    keeps kicked kindly king know knowledge known label lad large late later latest laundry lawn lawyer leaked learn
    least leave leaving left legal length less let lets letting liar licence lied lies light like liked limit limited
    limits line listed little living loading loads loan located location locked lol long longer look looked looking
    looks lose lost lousy love lovely low lower luck lunch made mailed maintenance make makes making mall manufactured
    many march mark market match matter max maybe mcdonalds meal meals meaning means meant medium meet member mess
    messed methods mike milk mind mine minus miss missed missing mistake mistakenly mix modify monday money month
    monthly months morning mortgage mother mountain move moved moving mrg much multiple music myself nah name names
    near nearby nearest necessary needed needing needs never new news next nice night no1 nobody none nonsense noon
    nope normally north nothing notice noticed notification november number numbers obtain occurred occurs october off
    offer offered often oil okay omg ones onions only onto open opening operation option options ordered ordering
    orders originally other others outage outages outside overdue owe own pacific pack package pages paid part party
    pass passed past pasword pathetic paying payment payments payroll penalty pending people perfectly perform period
    permission person petition pick piece place placed places plane planned planning play pleasant pls plz policy poor
    possibility possibly posted pounds practice prefer preference preferred prepare present pretty previous price
    prices problem problems procedure proceed process processed processing product products progress promise promised
    proof proper properly protect protest prove provided provider providing pull purchase purchased purchases
    purchasing purpose put putting quality quarter queen quick quicker quickly quit quite raise random range rates
    rather reach reached read reading reads ready realized really reason reasons recall receipt receive received
    receiving recent recently recognize records reduce refer reference refund refused refusing regarding reinstall
    reinstalled rejected related relating relay reliable reload remains remember remove removed renew renewal rent
    rental reopen repeat repeated replace replaced replacement replied reply reported reporting requested require
    required requirement research resolved responded responding response responsibility responsible restart restarted
    restored restrictions result results resume retrieve return reverse revert ridiculous right river road rock room
    round routing rubbish rude rules run running russian sad safe said salary same sandwich satisfied saturday save
    saving savings saw say saying says scam scammed schedule seat seats second seconds secure security seeing seem
    seems seen select send sending sense sent set setting settings several shame share ship shipment shipped shipping
    shit shitty shocking shopping short shouldnt show showing shown shows shut sign signed silence silly since
    singapore single sister situation size sloppy slow slower slowly small smart smh snow solidarity solve solved
    somebody someone someone's something somewhere soon sorry sort sorted sound south spanish spare speak speaks
    specific specify speed spell spend spending spent spoke spoken springs staff stairs started state statement
    statements states stay step steps stole stolen stopped street strip stuck student stuff stupid subject submit
    submitted subscribe subscription such suck sucks suddenly sue suggest suggestion suicide sum sunday sunny
    supervisor suppose supposed sure suspicious suv switch take taken takes taking talk talking target tax taxes tech
    technician tell telling tested text thankful thankyou that's there's thing things think thinking third thnk thnx
    though thought three through thru thursday thx til times title tmrw today todo together told tom tomorrow tonight
    took top totally town track tracking transfer transferred translate translated translation travel traveling
    travelling tried tries trip trouble trust try trying tuesday turn turns two tx typed typically typing typo ugh
    unable unacceptable understand unfortunately unhappy united unless unlimited unlock unreachable unresolved unsure
    until unusable upcoming updated upset ur urgently used useless uses using usually vacation value vanished vehicle
    verify view village violence visit visited voice wait waited waiting wanna wanted wanting wants wasted wasting
    watch water way ways wednesday week weekend weeks weird welcome well went west what's whatever whats whenever
    where's whether white whole wins wish within without wiv wondering wont words work worked worker workers working
    worried worse worst worth wots wouldn't write writing wrk wrong wrote wtf yall yay yday yeah yeahsure year years
    yep yes yesterday yet you're you've yours zone
"""

# Spelt alike in several languages: they speak for none.
SHARED = """
    a action active actual ah alam ale all also alternative am an ang ano area arm art as at audio bad bald band bar
    base brand by capable case cause come compatible control conversation cover current da dag data date de del den
    des die dig digital direction do dog dos double du eh el en era error et excellent fall fan far fast fat favor fin
    final flexible for fort fur general gift god ha had ham has hat have he hell her him his hit horrible hue hun hut
    i idea il important in information instructions international is it ja jest kan kann kick kind ko kun la land last
    le les list log lot mad main man mas mat may me mean men message mi million minute minutes mobile mode moment most
    mus my na national ne ni nie no normal note nu of oh on once one or original our over pa page pan para pare pas
    patient pay per personal plan plus pm po point possible pour pro pure question radio ran rat real red regular rest
    restaurant rid ring rot route rum sa sale sana sane se see sensible service services si side sila simple sin so
    social sol sole solution some son special stable star start station stop super sur sus tag tale ten terrible time
    tipo to ton total transaction transactions transport tu un under urgent us use van vela version vest via video
    visible w want war was wat we wet wild will wind word works world y ya yo z
"""

# Said of software in every language.
TECHNICAL = """
    account accounts admin agent android api app apps atm backend backup badge ban batch beta bios blog bluetooth bot
    browser bug bugs bundle button cache callback captcha cc chat chatbot checkout chip chrome cli click client cloud
    cluster code codes community connection cookie cookies cpu crash csv dashboard database debug demo design desktop
    dev dns docker domain download downloads driver drop dropdown ecommerce edge edit email emails errors event events
    excel export facebook feature feedback fiber file files filter firefox firewall firmware flash folder format forum
    frontend ftp gateway git github gmail google gps gpu hardware hash header help helpdesk home host hosting hotline
    html http https hub icon id import inbox info input instagram install interface internet ios ip ipad iphone java
    javascript json key keys kubernetes lag laptop layout level license link links linux live login logout logs mac
    macos mail mails manager mb meeting menu microsoft modem monitor mysql net network node npm null oauth office
    offline ok online order outlook output owner password patch paypal pc pdf php pin ping pixel plugin pod pods pop
    port portal post postgres power premium prod proxy push python query queue rate redirect refresh release replica
    report reports request reset root router saas safari saml sandbox scan scanner screen screenshot script sdk server
    session setup shop sim slack slot sms smtp software source spam spf sql ssh ssl sso standard startup status store
    stream subdomain support swift sync system tab team teams template terminal test ticket tickets timeout token
    tokens tool tools trial tv ui unsubscribe update updates upgrade upload uploads url usb user username users vm vpn
    web webhook webhooks website whatsapp widget wifi windows wordpress workflow workspace xml youtube zip zoom
"""
