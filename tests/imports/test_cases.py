"""Files as people send them: read in once, and once more."""

from .common import ImportCommon


class TestPeopleOfAMap(ImportCommon):
    NAMES = "account_id name title manager_id"
    HEAD = ("Acme", "Ann Head", "CEO", "")

    def _people(self):
        return self.env["kam.stakeholder"].search([("account_id", "=", self.customer.id)])

    def test_reports_before_their_managers(self):
        rows = [
            ("Acme", "Cid Low", "Buyer", "Bob Middle"),
            ("Acme", "Bob Middle", "Director", "Ann Head"),
            self.HEAD,
            ("Acme", "Dan Other", "Buyer", "Bob Middle"),
        ]
        people = self._take("kam.stakeholder", self.NAMES, rows)
        self.assertEqual(people.mapped("name"), [row[1] for row in rows])
        self.assertEqual(people.mapped("manager_id.name"), ["Bob Middle", "Ann Head"])
        again = self._take("kam.stakeholder", self.NAMES, rows)
        self.assertEqual(again, people)
        self.assertEqual(self._people(), people.sorted("id"))

    def test_a_title_that_changed(self):
        people = self._take("kam.stakeholder", self.NAMES, [self.HEAD])
        again = self._take("kam.stakeholder", self.NAMES, [("Acme", "Ann Head", "Owner", "")])
        self.assertEqual(again, people)
        self.assertEqual(people.title, "Owner")

    def test_never_a_namesake_elsewhere(self):
        self._take("kam.stakeholder", self.NAMES, [("Beta", "Ann Head", "CEO", "")])
        row = ("Acme", "Bob Middle", "Director", "Ann Head")
        self._refuse("kam.stakeholder", self.NAMES, [row], 0, "Ann Head")
        people = self._take("kam.stakeholder", self.NAMES, [row, self.HEAD])
        self.assertEqual(people[0].manager_id, people[1])
        self.assertEqual(people[1].account_id, self.customer)

    def test_a_manager_who_is_nowhere(self):
        row = ("Acme", "Left Behind", "Buyer", "Somebody Who Left")
        self._refuse("kam.stakeholder", self.NAMES, [self.HEAD, row], 1, "Somebody Who Left")

    def test_two_of_a_name(self):
        two = [
            self.HEAD,
            ("Acme", "Alex Kim", "Head of IT", "Ann Head"),
            ("Acme", "Alex Kim", "Head of Purchasing", "Ann Head"),
        ]
        people = self._take("kam.stakeholder", self.NAMES, two)
        self.assertEqual(len(people), 3)
        self.assertEqual(self._take("kam.stakeholder", self.NAMES, two), people)
        report = ("Acme", "Report", "Buyer", "Alex Kim")
        self._refuse("kam.stakeholder", self.NAMES, [*two, report], 3, "Alex Kim")
        self._refuse("kam.stakeholder", "account_id name", [("Acme", "Alex Kim")], 0, "Several")

    def test_by_external_ids_from_the_leaves_up(self):
        names = "id account_id name title manager_id/id"
        rows = [
            (f"oc.p{n}", "Acme", f"Person {n}", "Clerk", f"oc.p{n // 3}" if n else "")
            for n in range(100, 0, -1)
        ] + [("oc.p0", "Acme", "Person 0", "Head", "")]
        people = self._take("kam.stakeholder", names, rows)
        self.assertEqual(people.mapped("name"), [row[2] for row in rows])
        for person, row in zip(people, rows, strict=True):
            above = row[4].replace("oc.p", "Person ")
            self.assertEqual(person.manager_id.name or "", above)
        self.assertEqual(self._take("kam.stakeholder", names, rows), people)

    def test_circles(self):
        names = "id account_id name title manager_id/id"
        rows = [
            ("oc3.a", "Acme", "Cycle A", "Head", "oc3.b"),
            ("oc3.b", "Acme", "Cycle B", "Head", "oc3.a"),
        ]
        self._refuse("kam.stakeholder", names, rows, 0, "above itself")
        self._refuse("kam.stakeholder", names, rows, 1, "above itself")

    def test_a_contact_by_name_and_by_mail_is_one_person(self):
        self.contact.name = "Jose Pavarotti"
        rows = [("Acme", "Jose Pavarotti", ""), ("Acme", "jane@acme.example", "")]
        people = self._take("kam.stakeholder", "account_id partner_id manager_id", rows)
        self.assertEqual(len(people), 1)
        self.assertEqual(people.partner_id, self.contact)

    def test_rows_in_parts(self):
        rows = [("Acme", f"Person {n}", "Clerk", f"Person {n + 1}") for n in range(5)]
        rows[-1] = ("Acme", "Person 4", "Clerk", "")
        part = rows[2:] + [self.HEAD, self.HEAD]
        result = self._load("kam.stakeholder", self.NAMES, part, _import_limit=3)
        self.assertEqual((len(result["ids"]), result["nextrow"]), (3, 3))
        result = self._load("kam.stakeholder", self.NAMES, part[3:], _import_limit=3)
        self.assertEqual((len(set(result["ids"])), result["nextrow"]), (1, 0))


class TestLinesOfAPlan(ImportCommon):
    def test_the_objective_of_the_same_plan(self):
        for plan in (self.acme_plan, self.beta_plan):
            self._create_objective(plan, name="Grow")
        names = "plan_id name date_deadline objective_id"
        rows = [
            (plan.name, "Visit", "2026-06-01", "Grow") for plan in (self.acme_plan, self.beta_plan)
        ]
        actions = self._take("kam.action", names, rows)
        self.assertEqual(actions.objective_id.plan_id, self.acme_plan | self.beta_plan)
        self.assertEqual(actions.mapped("objective_id.plan_id"), actions.mapped("plan_id"))
        self.assertEqual(self._take("kam.action", names, rows), actions)
        self.acme_plan.objective_ids.unlink()
        self._refuse("kam.action", names, rows, 0, "Grow")

    def test_the_contact_of_the_same_customer(self):
        twin = self.env["res.partner"].create({"name": "Jane Buyer", "parent_id": self.other.id})
        names = "plan_id name date_deadline contact_id"
        rows = [
            (plan.name, "Call", "2026-06-01", "Jane Buyer")
            for plan in (self.acme_plan, self.beta_plan)
        ]
        actions = self._take("kam.action", names, rows)
        self.assertEqual(actions.mapped("contact_id"), self.contact | twin)
        self.assertEqual(actions[0].contact_id, self.contact)

    def test_targets(self):
        names = "plan_id measure_id date_start date_end target_value"
        measure = self.env.ref("kam_planning.measure_revenue").name
        row = (self.acme_plan.name, measure, "2026-01-01", "2026-12-31")
        target = self._take("kam.target", names, [(*row, "10000")])
        again = self._take("kam.target", names, [(*row, "12000")])
        self.assertEqual((again, target.target_value), (target, 12000))
        # Without dates it is of the plan's period.
        names = "plan_id measure_id target_value"
        whole = self._take("kam.target", names, [(*row[:2], "9000"), (*row[:2], "8000")])
        self.assertEqual((whole, target.target_value), (target, 8000))

    def test_the_team(self):
        names = "plan_id role_id user_id"
        service, sales = self.role_service.name, self.role_sales.name
        rows = [
            (self.acme_plan.name, service, self.mate.name),
            (self.acme_plan.name, sales, self.mate.name),
        ]
        members = self._take("kam.team.member", names, rows)
        self.assertEqual(self._take("kam.team.member", names, rows), members)
        # A role changes hands.
        rows = [(self.acme_plan.name, service, self.reader.name)]
        self.assertEqual(self._take("kam.team.member", names, rows), members[0])
        self.assertEqual(members.mapped("user_id"), self.reader | self.mate)
        # Two hold it: each has a line.
        rows += [(self.acme_plan.name, service, self.manager.name)]
        two = self._take("kam.team.member", names, rows)
        self.assertEqual((len(two), two[0]), (2, members[0]))

    def test_plans(self):
        names = "partner_id user_id date_start date_end state"
        rows = [("Gamma", "kam", "2026-04-01", "2027-03-31", "Active")]
        self.env["res.partner"].create({"name": "Gamma", "is_company": True})
        plan = self._take("kam.plan", names, rows)
        rows = [("Gamma", "mate", "2026-04-01", "2027-06-30", "Active")]
        self.assertEqual(self._take("kam.plan", names, rows), plan)
        self.assertEqual((plan.user_id, str(plan.date_end)), (self.mate, "2027-06-30"))
        rows = [("Gamma", "mate", "2027-07-01", "2028-06-30", "Draft")]
        self.assertEqual(len(self._take("kam.plan", names, rows) | plan), 2)

    def test_lines_within_their_plan(self):
        names = "partner_id date_start member_ids/role_id member_ids/user_id"
        rows = [
            ("Acme", "2026-01-01", self.role_service.name, self.mate.name),
            ("", "", self.role_sales.name, self.mate.name),
        ]
        self.assertEqual(self._take("kam.plan", names, rows), self.acme_plan)
        team = self.acme_plan.member_ids
        self.assertEqual(len(team), 3)
        self.assertEqual(self._take("kam.plan", names, rows), self.acme_plan)
        self.assertEqual(self.acme_plan.member_ids, team)


class TestWhatIsKnown(ImportCommon):
    """Whitespace, buying centres, relationships, figures by hand: whose rows are the customer's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offering = cls.env["kam.offering"].create({"name": "Cloud"})

    def test_cells(self):
        names = "account_id buying_center_id offering_id state_manual potential_manual"
        for customer in ("Acme", "Beta"):
            self._take("kam.buying.center", "account_id name", [(customer, "Lyon")])
        rows = [
            ("Acme", "Lyon", "Cloud", "Open", "1000"),
            ("Beta", "Lyon", "Cloud", "Open", "2000"),
            ("Acme", "", "Cloud", "Competitor", "0"),
        ]
        cells = self._take("kam.whitespace", names, rows)
        self.assertEqual(cells.mapped("potential_manual"), [1000, 2000, 0])
        self.assertEqual(cells.buying_center_id.account_id, self.customer | self.other)
        rows[1] = ("Beta", "Lyon", "Cloud", "Own production", "3000")
        self.assertEqual(self._take("kam.whitespace", names, rows), cells)
        self.assertEqual(cells.mapped("potential_manual"), [1000, 3000, 0])
        names = "account_id offering_id note"
        self.assertEqual(self._take("kam.whitespace", names, [("Acme", "Cloud", "Ask")]), cells[2])
        # Twice in one file: the last one counts.
        notes = [("Acme", "Cloud", "First"), ("Acme", "Cloud", "Last")]
        self.assertEqual(self._take("kam.whitespace", names, notes), cells[2])
        self.assertEqual(cells[2].note, "Last")

    def test_centres_below_one_that_comes_later(self):
        names = "account_id name parent_id"
        rows = [("Acme", "Plant", "Division"), ("Acme", "Division", "")]
        plant, division = self._take("kam.buying.center", names, rows)
        self.assertEqual(plant.parent_id, division)
        self.assertEqual(self._take("kam.buying.center", names, rows), plant | division)

    def test_a_centre_and_its_site(self):
        site = self.env["res.partner"].create({"name": "Nantes", "parent_id": self.customer.id})
        names = "account_id name partner_id"
        centre = self._take("kam.buying.center", names, [("Acme", "West", "")])
        self.assertEqual(
            self._take("kam.buying.center", names, [("Acme", "West", "Nantes")]), centre
        )
        self.assertEqual(centre.partner_id, site)
        renamed = self._take("kam.buying.center", names, [("Acme", "Far West", "Nantes")])
        self.assertEqual((renamed, centre.name), (centre, "Far West"))
        centre.active = False
        self.assertEqual(
            self._take("kam.buying.center", "account_id partner_id", [("Acme", "Nantes")]), centre
        )

    def test_relationships(self):
        for customer in ("Acme", "Beta"):
            self._take("kam.stakeholder", "account_id name", [(customer, "Ann Head")])
        names = "account_id stakeholder_id user_id level_actual"
        rows = [("Acme", "Ann Head", "kam", "Known"), ("Beta", "Ann Head", "kam", "None")]
        ties = self._take("kam.relationship", names, rows)
        self.assertEqual(ties.stakeholder_id.account_id, self.customer | self.other)
        rows[0] = ("Acme", "Ann Head", "kam", "Trusted adviser")
        self.assertEqual(self._take("kam.relationship", names, rows), ties)
        self.assertEqual(ties.mapped("level_actual"), ["3", "0"])
        names = "stakeholder_id user_id level_actual"
        rows = [("Ann Head", "kam", "Known")]
        self._refuse("kam.relationship", names, rows, 0, "several")

    def test_informal_lines(self):
        people = self.env.ref("kam_planning.group_kam_people")
        self.manager.group_ids += people
        self._take(
            "kam.stakeholder",
            "account_id name",
            [("Acme", "Ann"), ("Acme", "Bob"), ("Beta", "Bob")],
        )
        names = "source_id target_id kind strength"
        line = self._take("kam.influence", names, [("Ann", "Bob", "Influences", "Weak")])
        self.assertEqual(line.target_id.account_id, self.customer)
        again = self._take("kam.influence", names, [("Ann", "Bob", "Influences", "Strong")])
        self.assertEqual((again, line.strength), (line, "3"))

    def test_monthly_sales_of_another_system(self):
        measure = self.env["kam.measure"].create(
            {
                "name": "Revenue from the other ERP",
                "source": "manual",
                "unit": "currency",
                "entry_mode": "sum",
            }
        )
        names = "account_id measure_id date value"
        rows = [
            ("Acme", measure.name, f"2025-{month:02}-28", month * 1000) for month in range(1, 13)
        ]
        entries = self._take("kam.measure.entry", names, rows)
        self.assertEqual(entries.user_id, self.manager)
        target = self.env["kam.target"].create(
            {
                "plan_id": self.acme_plan.id,
                "measure_id": measure.id,
                "date_start": "2025-04-01",
                "date_end": "2025-06-30",
                "target_value": 10000,
            }
        )
        # 4,000 + 5,000 + 6,000.
        self.assertEqual(target.actual_value, 15000)
        rows[4] = ("Acme", measure.name, "2025-05-28", 6000)
        self.assertEqual(self._take("kam.measure.entry", names, rows), entries)
        target._refresh_figures()
        self.assertEqual(target.actual_value, 16000)


class TestCustomersOfOneName(ImportCommon):
    ROW = ("Acme", "Cloud")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["kam.offering"].create({"name": "Cloud"})

    def test_a_person_is_no_customer(self):
        self.env["res.partner"].create({"name": "Acme", "is_company": False})
        cell = self._take("kam.whitespace", "account_id offering_id", [self.ROW])
        self.assertEqual(cell.account_id, self.customer)

    def test_two_customers_of_a_name_are_not_guessed(self):
        self.env["res.partner"].create({"name": "Acme", "is_company": True})
        self._refuse("kam.whitespace", "account_id offering_id", [self.ROW], 0, "several records")


class TestRights(ImportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offering = cls.env["kam.offering"].create({"name": "Cloud"})
        cls.cell = cls.env["kam.whitespace"].create(
            {"account_id": cls.customer.id, "offering_id": cls.offering.id, "note": "Ours alone"}
        )

    ROW = ("Acme", "Cloud", "Taken over")
    NAMES = "account_id offering_id note"

    def test_whoever_works_on_the_account_changes_it(self):
        found = self._take("kam.whitespace", self.NAMES, [self.ROW], user=self.kam)
        self.assertEqual((found, self.cell.note), (self.cell, "Taken over"))

    def test_whoever_reads_is_refused(self):
        rows = [("Acme", "Cloud", "Mine now")]
        self._refuse("kam.whitespace", self.NAMES, rows, 0, "may not change", self.reader)
        self.assertEqual(self.cell.note, "Ours alone")

    def test_what_is_hidden_is_not_named(self):
        self.acme_plan.confidentiality = "team"
        own = self.env["res.partner"].create({"name": "Own", "is_company": True})
        self._create_plan(self.reader, partner_id=own.id, user_id=self.reader.id)
        rows = [("Own", "Cloud", "Mine"), ("Acme", "Cloud", "Not mine")]
        messages = self._refuse(
            "kam.whitespace", self.NAMES, rows, 1, "may not change", self.reader
        )
        self.assertNotIn("Ours alone", str(messages))
        self.assertEqual(self.cell.note, "Ours alone")

    def test_a_line_of_a_plan_that_is_hidden(self):
        objective = self._create_objective(self.acme_plan, name="Secret")
        self.acme_plan.confidentiality = "team"
        rows = [(self.acme_plan.name, "Secret")]
        result = self._load("kam.objective", "plan_id name", rows, self.reader)
        self.assertFalse(result["ids"])
        self.assertEqual(objective.create_uid, self.kam)

    def test_people_of_hidden_accounts_are_not_found(self):
        self._take("kam.stakeholder", "account_id name", [("Acme", "Ann Head")])
        self.acme_plan.confidentiality = "team"
        names = "stakeholder_id user_id"
        self._refuse(
            "kam.relationship", names, [("Ann Head", "reader")], 0, "not to be found", self.reader
        )


class TestQueries(ImportCommon):
    def test_many_rows_ask_as_little_as_few(self):
        names = "account_id name title manager_id"
        rows = [("Acme", f"Person {n}", "Clerk", "Person 0" if n else "") for n in range(55)]
        self._take("kam.stakeholder", names, rows)
        few = self._count_queries(lambda: self._take("kam.stakeholder", names, rows[:5]))
        many = self._count_queries(lambda: self._take("kam.stakeholder", names, rows))
        self.assertLessEqual(many, few)
