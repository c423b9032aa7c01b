"""Turns of phrase that show what a sentence is for, where the language models say nothing of it or are not asked."""

import re

_I = re.IGNORECASE

# A salutation or a courtesy, with at most a name behind it: no sentence that anybody needs to read.
GREETING = re.compile(
    r"\W*(?:@\w+\W*)*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|morning|greetings|thanks?|thank you|"
    r"thx|cheers|sorry|apologies|please help|help|ok(?:ay)?|yes|no|sure|great|done|any (?:update|news)s?)\b"
    r"(?:\W{1,3}\w{1,20}){0,4}\W*$",
    _I,
)
HANDLES = re.compile(r"(?:[@#]\w+|https?://\S+)")

TROUBLE = re.compile(
    r"\b(?:not|cannot|never|nothing|no longer|\w+n['\u2019]?t|unable|fail(?:s|ed|ing|ure)?|errors?|broken?|breaks?|"
    r"crash(?:es|ed|ing)?|stuck|wrong|miss(?:ing|ed)|lost|slow|delay(?:s|ed)?|late|twice|double|charged?|down|stopp?(?:s|ed)|"
    r"reject(?:s|ed)|refus(?:es|ed)|problems?|issues?|troubles?|timeouts?|timed out|denied|locked|expired|bugs?|"
    r"instead of|still|disappeared|empty|freez(?:es|ing)|frozen|damaged|cancell?ed|stolen|hacked|"
    r"drop(?:s|ped)|skip(?:s|ped)|offline|blank|gone)\b",
    _I,
)
DETAIL = re.compile(r"\d|\"[^\"]{3,}\"|\b[A-Z]{2,}[_-]?[A-Z0-9]*\b|\b\w+[._/]\w+\b")
SINCE = re.compile(r"\b(?:since|after|when(?:ever)?|every time|as soon as|today|yesterday|this morning|last \w+)\b", _I)

REQUEST = re.compile(
    r"\b(?:please|pls|plz|(?:can|could|would|will) (?:you|u|someone|somebody|anyone|we|i)|"
    r"(?:i|we)(?:['\u2019]d| would)? (?:want|need|like|expect|require|ask|request|demand)\b|"
    r"(?:i|we)['\u2019]?(?:m| am|re| are) (?:asking|looking|hoping|trying)|how (?:do|can|should|would|could) (?:i|we)|"
    r"is (?:there|it possible)|is there (?:a|any) way|let (?:me|us) know|what (?:do|should|can) (?:i|we)|"
    r"when (?:will|can|do|is)|put me through|call me)\b",
    _I,
)
FAINT_REQUEST = re.compile(
    r"\b(?:please (?:help|advise|let (?:me|us) know)|let (?:me|us) know|thank|"
    r"can (?:you|someone|anyone|u) (?:please )?help\b\W{0,3}(?:me|us|please)?\W*$)",
    _I,
)

STILL = re.compile(
    r"\b(?:still (?:not|no|the same|get(?:ting)?|see(?:ing)?|doing|happen\w*|fail\w*|broken|stuck|down|there|have|"
    r"having|waiting|does|doesn|can|cannot|won|isn|wrong|missing|nothing|says?|shows?)|"
    r"(?:did|does|do|has|have|is|was)(?:n['\u2019]?t| not) (?:\w+ )?"
    r"(?:help(?:ed)?|work(?:ed)?|fix(?:ed)?|solved?|changed?|make|do it|done)|"
    r"no (?:luck|change|difference|effect|success|joy|better)|"
    r"same (?:error|problem|issue|result|thing|message|story|again)|to no avail|without success|not working|"
    r"(?:already|i) (?:tried|did) (?:that|this|it)|(?:tried|did) (?:that|this|all that)\b.{0,40}\b(?:but|and|nothing)|"
    r"nope|unresolved|happening again|came back|is back|back again)\b",
    _I,
)
WORKS = re.compile(
    r"(?:\b(?:(?:it|that|this|everything|all|which|things?)(?:['\u2019]?s| is| has|['\u2019]?re| are)? ?(?:now |all )?"
    r"(?:works?|worked|working|fixed|helped|did (?:it|the trick)|solved|resolved|sorted|good|fine|back|up and running)"
    r"(?: now| again| fine| perfectly| like a charm)?|"
    r"(?:problem|issue|error|case|matter)(?:['\u2019]?s| is| has been| was)? (?:now )?"
    r"(?:fixed|solved|resolved|gone|sorted)|works? (?:now|again|fine|perfectly|since)|"
    r"working (?:now|again|fine)|is (?:back|gone) now|"
    r"got it (?:working|sorted|fixed)|"
    r"(?:i|we)(?:['\u2019]?m| am|['\u2019]?re| are) (?:back )?(?:in|up|all set|good)(?: now| again)?\s*[.!]|"
    r"that was (?:it|the (?:problem|cause|reason)|what i needed)|was what i needed|did the trick)\b|"
    r"^\W*(?:works|worked|solved|fixed|sorted)\b)",
    _I,
)
NOT_WORKS = re.compile(r"\b(?:not|n['\u2019]?t|never|nor|no longer|if|until|unless|hope|when)\b", _I)

# What somebody has done about it, in the first person; a pattern of deeds rather than of courtesies.
_DEEDS = (
    r"tried|restarted|re-?booted|re-?installed|reset|cleared|deleted|removed|updated|upgraded|downgraded|checked|"
    r"changed|switched|disconnected|re-?connected|unplugged|replaced|re-?sent|called|phoned|contacted|emailed|"
    r"followed|rolled back|disabled|enabled|turned (?:it |them )?(?:off|on)|logged (?:out|in|off)|re-?created|"
    r"re-?ran|rerun|tested|swapped|increased|raised|lowered|moved|cancelled|canceled|refunded|credited|booked|issued|"
    r"shipped|escalated|forwarded|passed|opened|filed|unlocked|extended|corrected|fixed|applied|added|set|adjusted|"
    r"rotated|re-?indexed|rebuilt|re-?synced|synced|whitelisted|allowed|blocked|renewed|asked|spoke|spoken|sent"
)
_OWN_DEEDS = (
    r"tried|restarted|re-?booted|re-?installed|reset|cleared|deleted|removed|updated|upgraded|downgraded|checked|"
    r"changed|switched|disconnected|re-?connected|unplugged|replaced|re-?sent|called|phoned|contacted|emailed|"
    r"followed|rolled back|disabled|enabled|turned (?:it |them )?(?:off|on)|logged (?:out|in|off)|re-?created|"
    r"re-?ran|rerun|tested|swapped|increased|raised|lowered|adjusted|rotated|asked|spoke|spoken|waited|looked"
)
ATTEMPT = re.compile(
    rf"\b(?:i|we)(?:['\u2019]ve| have| had)?(?: \w+ly| now| just| also| already| even| both| then| since)* "
    rf"(?:{_DEEDS})\b|^\W*(?:@\w+\W+)*(?:(?:have|has|and|already|just|also) )*(?:{_DEEDS})\b",
    _I,
)
OWN_ATTEMPT = re.compile(
    rf"\b(?:i|we)(?:['\u2019]ve| have| had)?(?: \w+ly| now| just| also| already| even| both| then| since)* "
    rf"(?:{_OWN_DEEDS})\b|^\W*(?:@\w+\W+)*(?:(?:have|has|and|already|just|also) )*(?:{_OWN_DEEDS})\b|"
    r"^\W*(?:@\w+\W+)*(?!.*\b(?:nothing|been|be|was|were|is|are)\b)(?:\w+ ){1,3}"
    r"(?:cleared|restarted|rebooted|reinstalled|reset|updated|reconnected)\b|"
    r"(?<!you )(?<!they )(?<!who )\btried \w|\balready (?:did|done|tried)\b|"
    r"\b\w+ing\b(?: \w+){0,4} (?:did|does|do|has|have)(?:n['\u2019]?t| not) (?:\w+ )?(?:help|work|fix|solve|chang|do)",
    _I,
)
HANDED_ON = re.compile(r"\b(?:forward\w*|pass(?:ed)?|escalat\w*|asked|hand(?:ed)?|transfer\w*|raised)\b", _I)
# Deeds of that sort that change nothing for the customer: what agents say while they only talk.
COURTESY_DEED = re.compile(
    r"\b(?:received|asked you|sent you (?:a|an) (?:dm|message|mail|e-?mail)|replied|contacted you|"
    r"checked (?:in|with you)|called you|opened (?:a|the|this) (?:ticket|case)|(?:dms?|direct messag\w+))\b",
    _I,
)
QUESTION = re.compile(r"\?['\")\]\u201d\u2019]*\s*$")
RHETORICAL = re.compile(
    r"^\W*(?:@\w+\W+)*(?:really|seriously|what|huh|why|right|ok(?:ay)?|are you (?:kidding|serious|joking)|"
    r"is this a joke|how hard)\b.{0,24}\?\W*$",
    _I,
)
