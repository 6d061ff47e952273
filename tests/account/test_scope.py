from ..common.common import KamCommon


class TestAccountScope(KamCommon):
    def _chain(self, root, depth):
        partners = root
        for level in range(depth):
            partners |= self.env["res.partner"].create(
                {
                    "name": f"{root.name} {level}",
                    "is_company": True,
                    "parent_id": partners[-1].id,
                }
            )
        return partners

    def test_any_depth_and_archived_ones(self):
        root = self.env["res.partner"].create({"name": "Group", "is_company": True})
        partners = self._chain(root, 6)
        partners[3].active = False
        self.assertEqual(root._get_account_scope()[root], partners)
        self.assertEqual(partners[5]._get_account_scope()[partners[5]], partners[5:])

    def test_many_accounts_cost_one_query(self):
        roots = self.env["res.partner"].create(
            [{"name": f"Group {n}", "is_company": True} for n in range(50)]
        )
        self._chain(roots[0], 3)
        self.assertEqual(self._count_queries(roots._get_account_scope), 1)
        self.assertEqual(self._count_queries(roots[0]._get_account_scope), 1)

    def test_no_account_no_query(self):
        self.assertEqual(self.env["res.partner"]._get_account_scope(), {})
