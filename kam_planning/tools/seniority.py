"""What a job title says about seniority, in English, German, French, Spanish and Dutch.

A title is cut into roles ("Owner / Sales Manager"), each role at its first preposition ("Head |
of Sales"), and of what is left the last word that names a rank counts: "Executive Assistant" is an
assistant, "Assistant Manager" a manager. Whole words only. What names no rank is not known.
"""

import re
import unicodedata

LONGEST_TITLE = 200
ORDER = ("specialist", "manager", "executive")

# Genders and female forms, as job advertisements write them: (m/w/d), Leiter:in, directeur·rice.
_GENDERS = re.compile(r"\(?\b[mwfhdvx](?:\s*[/|,]\s*[mwfhdvx])+\b\)?")
_FEMALE = re.compile(
    r"(?<=[a-z]{2})[:*_·•./(-]{1,2}(?:in|t?rice|euse|iere|ere|ne|e|ora|a|jefa)\b(?!-)\)?"
)
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
# Phrases whose words say something else one by one.
_PHRASES = (
    (r"\bchief of staff\b", "staffchief"),
    (r"\b\w+ (?:in|en) (?:chef|chief)\b", "editorchief"),
    (r"\bchief (?:[\w&,/]+ ){0,4}(?:officer|executive)\b", "chief officer"),
    (r"\bchef d entreprise\b", "company director"),
    (r"\bcheff?e? (?:de|du|des|d)\b", "frenchchief de"),
    (
        r"\b(?:member|mitglied|sprecher|sprecherin|membre|miembro|lid) (?:\w+ ){0,4}?"
        r"(?:board|vorstands?|geschafts?(?:fuhrung|leitung)|directoire|bestuur|directie|conseil|consejo|"
        r"(?:aufsichts|verwaltungs)rats?|"
        r"executive committee|comite (?:de direction|de direccion|executif|ejecutivo)|comex)\b",
        "board member",
    ),
    (r"\bboard of directors\b", "board member"),
)
_ROLES = re.compile(r"[/|;,&+()]|\s[-–—]\s|\b(?:and|und|et|y|en)\b")
_PREPOSITION = re.compile(
    r"\b(?:of|to|for|at|in|from|with|de|des|du|d|del|der|dem|den|fur|im|bei|von|vom|zur|zum|al|a|para|"
    r"por|van|voor|bij|op)\b"
)
# Who helps somebody: whoever is named behind is that somebody.
_HELPERS = (
    r"(?:(?:senior|junior|sr|jr|chief|group) )?(?:(?:executive|personal|administrative) assistant|"
    r"pa|ea|secretary|sekretariat|sekretar(?:in)?|assistenz|assistent(?:in)?|assistante|asistente|"
    r"secretaria|secretaire|secretaresse|referent(?:in)?)\b(?! general)"
)
_HELPER = re.compile(rf"{_HELPERS}(?:\s*[/&]\s*{_HELPERS})*(?!\s*/)")
_ASSISTANT_TO = re.compile(r"(?:\w+ )?assistant\b(?: to\b|,| -)")

_RANK_WORDS = (
    # Nobody: a place or a thing behind the name of a rank.
    (
        None,
        r"office|buro|buero|bureau|desk|club|relations|services|company secretary|"
        r"\w+ partner",
    ),
    (
        "specialist",
        r"(?:product|process|data|system|service|risk|control|content) owner|"
        r"(?:\w+ )?business partner|\w+(?<!chief)(?<!senior)(?<!group)(?<!level) executive|"
        r"assistant|assistante|analyst|specialist|associate|representative|rep|agent|administrator|"
        r"coordinator|co ordinator|coordinateur|coordinatrice|coordinadora?|koordinator(?:in)?|"
        r"buyer|purchaser|officer|engineer|developer|programmer|designer|architect|"
        r"accountant|bookkeeper|auditor|clerk|secretary|receptionist|consultant|adviser|advisor|"
        r"operator|technician|planner|scientist|researcher|salesman|salesperson|saleswoman|trader|"
        r"recruiter|lawyer|counsel|mechanic|driver|nurse|teacher|expert|aide|admin|merchandiser|"
        r"estimator|inspector|editor|writer|scheduler|dispatcher|cashier|worker|installer|tester|"
        r"trainer|instructor|translator|employee?|chauffeur|coach|pa|ea|"
        # German
        r"\w*sachbearbeit(?:er|erin|ung)|\w*einkaufer(?:in)?|\w*verkaufer(?:in)?|\w*mitarbeiter(?:in)?|"
        r"\w*assistent(?:in)?|\w*assistenz|\w*sekretar(?:in)?|\w*sekretariat|\w*referent(?:in)?|"
        r"\w*buchhalter(?:in)?|\w*ingenieur(?:in)?|\w*techniker(?:in)?|\w*berater(?:in)?|"
        r"\w*disponent(?:in)?|\w*begleiter(?:in)?|\w*entwickler(?:in)?|\w*kauf(?:mann|frau)|"
        r"\w*fachkraft|lagerist(?:in)?|\w*(?<!stell)vertreter(?:in)?|"
        # French
        r"acheteuse?|acheteur|comptable|ingenieure|technicienn?e?|charge|chargee|conseillere?|"
        r"secretaire|vendeur|vendeuse|gestionnaire|analyste|"
        r"attachee?|technico commerciale?|ouvriere?|"
        # Spanish
        r"asistente|secretari[oa]|comprador|compradora|administrativ[oa]|tecnic[oa]|ingenier[oa]|"
        r"analista|consultora?|asesora?|contable|vendedora?|ayudante|"
        r"auxiliar|operari[oa]|"
        # Dutch
        r"\w*inkoper|\w*inkoopster|\w*verkoper|\w*medewerk(?:er|ster)|\w*secretaresse|\w*secretaris|"
        r"\w*adviseur|\w*boekhouder|\w*begeleid(?:er|ster)|\w*monteur|vertegenwoordiger|assistente",
    ),
    (
        "manager",
        r"(?:chief|head) (?:engineer|accountant|buyer|architect|analyst|economist|scientist|nurse)|"
        r"\w*manager|\w*managerin|mgr|directors?|dir|head|(?:team ?)?lead|leader|managing editor|"
        r"supervisor|superintendent|foreman|forewoman|staffchief|editorchief|"
        # German
        r"\w*(?<!beg)(?<!abl)(?<!halb)leiter(?:in)?|ltr|\w*(?<!rohr)leitung|\w*direktor(?:in)?|"
        r"prokurist(?:in)?|chef(?:arzt|arztin|einkaufer|einkauferin|redakteur|redakteurin|ingenieur)|"
        # French
        r"chef (?:atelier|comptable|einkauf|inkoop|magasin|magazijn|verkoop|vertrieb|werkplaats)|"
        r"(?:sous )?(?:\w*directeur|directrice)|responsable|frenchchief|superviseur|drh|daf|dsi|"
        # Spanish
        r"(?:sub)?directora?|(?:sub)?gerente|jefe|jefa|encargad[oa]|supervisora|"
        # Dutch
        r"\w*hoofd|hoofdinkoper|\w*(?<!ge)(?<!\bop)(?<!\bin)lei(?:der|dster)|leidinggevende",
    ),
    (
        "executive",
        r"owner|proprietor|founder|cofounder|chair|chairman|chairwoman|chairperson|president|"
        r"(?:[sear]|g)?vp|ceo|cfo|coo|cto|cio|cmo|cpo|cro|cso|cdo|cco|clo|chro|ciso|"
        r"chief (?:executive|officer)|managing director|"
        r"(?:executive|company|board) director|board (?:member|chair)|general secretary|"
        r"secretary general|"
        r"general manager|general director|general counsel|c level|cxo|"
        r"(?:(?:managing|senior|junior|founding|general|equity|limited|law|audit|tax) )?partner|"
        # German
        r"\w*geschafts(?:fuhrer(?:in)?|fuhrung|leiter(?:in)?|leitung)|geschaftsfuhrende[rn]? \w+|"
        r"\w*vorstand|vorstandin|vorstands(?:mitglied|sprecher|sprecherin)|"
        r"(?:vorstands|aufsichtsrats|beirats|verwaltungsrats)?vorsitzender?|aufsichtsrat|"
        r"inhaber(?:in)?|eigentu(?:e)?mer(?:in)?|(?:mit)?gru(?:e)?nder(?:in)?|"
        r"gesellschafter(?:in)?|general(?:direktor|sekretar)(?:in)?|"
        r"(?:vize)?prasident(?:in)?|"
        # French
        r"pdg|dg|dga|(?:vice )?presidente|(?:directeur|directrice) generale?|gerante?|"
        r"(?:co)?fondateur|(?:co)?fondatrice|proprietaire|associee? gerante?|dirigeante?|"
        r"secretaire generale?|administrateur delegue|administratrice deleguee|"
        # Spanish
        r"directora? (?:general|gerente|ejecutiv[oa])|gerente general|secretari[oa] general|"
        r"consejer[oa] delegad[oa]|"
        r"vicepresident[ea]|propietari[oa]|duen[oa]|fundadora?|soci[oa](?: \w+)?|"
        r"administradora? unic[oa]|"
        # Dutch
        r"(?:algemeen|statutair) directeur|directeur eigenaar|directeur bestuurder|"
        r"eigena(?:ar|res|resse)|"
        r"bestuurder|bestuursvoorzitter|bestuurslid|voorzitter|directielid|zaakvoer(?:der|ster)|oprichter|"
        r"raad bestuur",
    ),
)
_RANKS = tuple((rank, re.compile(rf"\b(?:{words})\b")) for rank, words in _RANK_WORDS)
_LEARNER = re.compile(
    r"\b(?:trainee|intern|apprentice|student|working student|\w*praktikant(?:in)?|azubi|"
    r"auszubildender?|\w*werkstudent(?:in)?|stagiaire?|apprentie?|alternante?|becari[oa])\b"
)


def seniority_of(title):
    """Read the seniority from a job title.

    :param str title: as on the business card, or a false value
    :return: ``"executive"``, ``"manager"``, ``"specialist"``, or False when it is not known

    >>> [seniority_of(title) for title in ("CFO", "Leiterin Einkauf", "Dashboard Analyst", "Sales")]
    ['executive', 'manager', 'specialist', False]
    """
    text = _normalise((title or "")[:LONGEST_TITLE])
    if _LEARNER.search(text):
        return "specialist"
    if _HELPER.match(text) or _ASSISTANT_TO.match(text):
        return "specialist"
    ranks = {_rank_of(_words_of(role)) for role in _ROLES.split(text)} - {None}
    return max(ranks, key=ORDER.index, default=False)


def _normalise(title):
    """Small letters without accents; genders, initials and phrases in one form each."""
    text = title.lower().replace("ß", "ss").replace("’", "'")
    text = re.sub(r"(?<=[a-z])ae(?=[a-z])|(?<=[a-z])ue(?=h)", lambda found: found[0][0], text)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _GENDERS.sub(" ", text)
    text = _INITIALS.sub(lambda found: found[0].replace(".", ""), text)
    text = _FEMALE.sub(lambda found: "in" if found[0].strip("()")[-2:] == "in" else "", text)
    text = text.replace("'s ", " ")
    text = re.sub(r"(?<=\w)-(?=\w)|['._]", " ", text)
    for phrase, instead in _PHRASES:
        text = re.sub(phrase, instead, text)
    return " ".join(text.split())


def _words_of(role):
    """What a role says before its first preposition, or all of it when it begins with one."""
    before, *_behind = _PREPOSITION.split(role.strip(), maxsplit=1)
    return (before or role).strip()


def _rank_of(role):
    """The rank named last in a role; of several that end there the longest."""
    found = [
        (match.end(), -match.start(), place, rank)
        for place, (rank, words) in enumerate(_RANKS)
        for match in words.finditer(role)
    ]
    return max(found, default=(0, 0, 0, None), key=lambda one: one[:3])[3]
