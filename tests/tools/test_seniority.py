"""Seniority from real job titles in five languages: a table, each title with what it should say.

Executives run the company or a large part of it: owners, boards, chairs, presidents and vice
presidents, C-level, managing directors. Managers lead people or a function, directors and heads
among them. Of specialists the title says what they do. What says none of that is not known.
"""

from odoo.addons.kam_planning.tools import stakeholders

from .common import PureCase

EXECUTIVE = """
CEO | C.E.O. | ceo | CFO | COO | CTO | CIO | CISO | CHRO | CMO | CPO | CRO | Group CFO
Chief Executive | Chief Executive Officer | Chief Information Security Officer
Chief Human Resources Officer | Deputy Chief Financial Officer | President & CEO
President | Vice President | Vice-President | Vice President, Sales | Senior Vice President
Executive Vice President | Assistant Vice President | VP | V.P. | VP Sales | SVP Procurement | EVP
AVP Operations | Sr. VP Marketing | Regional Vice President EMEA | VP of Engineering
Managing Director | Managing Director Germany | Joint Managing Director | Executive Director
Non-Executive Director | General Manager | Director General | Company Director
Chair | Chairman | Chairwoman of the Board | Vice Chair | Chairperson | Board Member
Member of the Board | Member of the Executive Board | Managing Partner | Partner | Senior Partner
Owner | Co-Owner | Owner/Marketing Assistant | Founder | Co-Founder and CTO | Proprietor
Head of IT (CIO) | Chief Sales & Marketing Officer | Member of the Executive Committee
Secretary General | Board of Directors | General Counsel | Founding Partner | C-level Executive
Geschäftsführer | Geschäftsführerin | Geschäftsführer:in | Geschäftsführer*in | Geschäftsführer/-in
GeschäftsführerIn | Geschäftsführer (m/w/d) | Geschaeftsfuehrer | GESCHÄFTSFÜHRUNG
Geschäftsleitung | Mitglied der Geschäftsleitung | Geschäftsführender Gesellschafter
Kaufmännischer Geschäftsführer | Vorstand | Vorstandsvorsitzender | Vorstandsmitglied
Mitglied des Vorstands | Vorstand Finanzen | Inhaber | Inhaberin | Gründer & Gesellschafter
Gruender | Generaldirektor | Hauptgeschäftsführer | Aufsichtsratsvorsitzende | Vizepräsidentin
PDG | P.D.G. | Président-directeur général | DG | D.G. | Directeur général | Directrice générale
Directeur Général Adjoint | Directeur·rice général·e | directeur general | Président | Présidente
Vice-présidente | Gérant | Gérante | Fondatrice | Cofondateur | Propriétaire
Membre du directoire | Chef d'entreprise | Secrétaire générale | Administrateur délégué
Director General de Operaciones | Directora General | Director Gerente | Gerente General
Consejero Delegado | Consejera delegada | Presidente | Vicepresidenta | Propietario | Dueña
Socio Director | Socia fundadora | Miembro del Consejo de Administración
Secretario General | Administrador único
Algemeen directeur | Directeur-eigenaar | Eigenaar | Mede-eigenaar | Bestuurder
Gedelegeerd bestuurder | Bestuursvoorzitter | Lid van de Raad van Bestuur | Zaakvoerder | Oprichter
Directeur en eigenaar | Voorzitter | Directielid
"""

MANAGER = """
Manager | Sales Manager | Purchasing Manager | Product Manager | Store Manager | Accounting Manager
Key Account Manager | Project Manager (PMP) | Assistant Manager | Manager, Sales | Plant Mgr.
Partner Manager | Head Office Manager | Office Manager | Senior Manager Procurement
Director | Director of Purchasing | Sales Director | Director, Global Sourcing | Associate Director
Deputy Director | Regional Director EMEA | Assistant Director | Head | Head of Logistics
Head of Sales and Marketing | Deputy Head of Department | Head of Board Services | Global Head of IT
Team Lead | Engineering Lead | Team Leader | Supervisor | Shift Supervisor | Foreman
Chief of Staff | Chief Engineer | Chief Accountant | Head Buyer | Editor-in-Chief
Leiter | Leiterin | Leiter:in Einkauf | Leiter/-in Vertrieb | Leiter*in IT | Leiter_in Personal
Leiter(in) Logistik | LeiterIn Controlling | Leitung | Leitung Einkauf | Vertriebsleitung
Bereichsleiter | Bereichsleiterin | Abteilungsleiter | Abteilungs-Leiter | Einkaufsleiter
Stellv. Abteilungsleiterin | Werksleiter | Teamleiter | Projektleiterin | Kaufmännischer Leiter
Leiterin der Assistenz | Leiter Einkauf und Logistik | Prokurist | Prokuristin | Vertriebsdirektorin
Chefeinkäufer | Chefarzt | Produktmanagerin
Directeur | Directrice | Directeur commercial | Directeur des achats
Directrice de la communication
Directeur.rice marketing | Directeur/trice financier | Directeur adjoint | Sous-directeur | DRH
Responsable achats | Responsable | Responsable des achats et de la logistique | Chef de service
Chef de projet | Cheffe de produit | Chef d'équipe | Chef du personnel | Superviseur
Rédacteur en chef | Chef comptable
Director Comercial | Directora de Compras | Director/a de Marketing | Subdirector | Gerente
Gerente de Compras | Jefe de Compras | Jefa de Ventas | Jefe/a de equipo | Encargado de almacén
Encargada | Responsable de compras | Supervisora
Financieel directeur | Adjunct-directeur | Hoofd | Hoofd Inkoop | Afdelingshoofd | Diensthoofd
Teamleider | Bedrijfsleider | Verkoopleider | Inkoopmanager | Vestigingsmanager
Hoofd inkoop en logistiek | Directeur Inkoop (m/v) | Regiodirecteur | Teamlead
"""

SPECIALIST = """
Assistant to the CEO | Assistant to the CEO and the CFO | Executive Assistant
Executive Assistant to the Board | Executive Assistant CEO | Executive Assistant, CEO Office
PA to the Managing Director | P.A. to the MD | EA to the President | Personal Assistant
Secretary to the Board | Board Secretary | Dashboard Analyst | Onboarding Specialist
Customer Success Executive | Account Executive | Sales Executive | Vice President's Office Clerk
CEO Assistant | Director's Assistant | Management Assistant | Management Trainee | Trainee Manager
Marketing Assistant | Assistant Sales Agent | Sales Representative | Sales Associate | Sales Agent
Order Administrator | Inside Sales Coordinator | Buyer | Senior Buyer | Strategic Purchaser
Purchasing Officer | Compliance Officer | Analyst, Office of the President | Product Owner
HR Business Partner | Software Engineer | Lead Engineer | Lead Generation Specialist | Accountant
Wheelchair Technician | Chairlift Operator | Ownership Analyst | Intern | Internal Auditor
Presidential Aide | Receptionist | Consultant | Senior Account Executive
EA/PA to MD & CFO | Senior Executive Assistant CFO | Keyboard Operator | Working Student
Sachbearbeiter | Sachbearbeiterin Einkauf | Sachbearbeiter/in | Einkäufer | Einkäufer:in
Strategische Einkäuferin | Assistent der Geschäftsführung | Assistentin der Geschäftsleitung
Assistenz Geschäftsführung | Vorstandsassistentin | Chefsekretärin | Sekretariat Geschäftsleitung
Mitarbeiter Vertrieb | Vertriebsmitarbeiterin | Referent des Vorstands | Buchhalter | Zugbegleiterin
Ingenieur Halbleiter | Auszubildende | Werkstudent (m/w/d) | Praktikantin
Assistante de direction | Assistant du directeur général | Acheteur | Acheteuse | Acheteur·euse
Comptable | Ingénieur d'affaires | Technicienne | Chargé d'affaires | Chargée de communication
Stagiaire | Secrétaire de direction
Asistente de dirección | Secretaria de Dirección | Comprador | Compradora | Administrativo
Técnico de compras | Ingeniera | Analista | Becario
Inkoper | Inkoopster | Senior inkoper | Medewerker inkoop | Verkoopmedewerker | Directiesecretaresse
Administratief medewerker | Directieassistent | Adviseur | Boekhouder | Woonbegeleider | Stagiair
"""

NOT_KNOWN = """
- | ? | n/a | Sales | Purchasing | Ninja | Office of the CEO | CEO Office | Executive | Retired
Headhunting | Company Secretary
Channel Partner | Financial Controller | Betriebsratsvorsitzender | People Partner
C-Team | Board | Einkauf | Vertrieb Innendienst
Achats | Compras | Inkoop
Boardroom | Firechief42 | Mr. | Herr | 12345
"""

LEVELS = (
    ("executive", EXECUTIVE),
    ("manager", MANAGER),
    ("specialist", SPECIALIST),
    (False, NOT_KNOWN),
)


def read_titles(table):
    """Titles between bars and line ends."""
    return [title.strip() for line in table.splitlines() for title in line.split(" | ") if title]


class TestSeniority(PureCase):
    def test_real_titles(self):
        count = 0
        for level, table in LEVELS:
            for title in read_titles(table):
                count += 1
                with self.subTest(title=title):
                    self.assertEqual(stakeholders.seniority_of(title), level)
        self.assertGreater(count, 300)

    def test_case_and_accents_do_not_matter(self):
        for level, table in LEVELS:
            for title in read_titles(table):
                for written in (title.upper(), title.lower(), f"  {title} "):
                    with self.subTest(title=written):
                        self.assertEqual(stakeholders.seniority_of(written), level)

    def test_no_title(self):
        for title in ("", None, False, " "):
            self.assertFalse(stakeholders.seniority_of(title))

    def test_long_texts_end(self):
        self.assertFalse(stakeholders.seniority_of("chief " * 20000 + "x"))
        self.assertFalse(stakeholders.seniority_of("a." * 50000))
