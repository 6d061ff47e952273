import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";

import { MapMatrix } from "@kam_planning/relationship/map/kam_map_matrix";

defineMailModels();

test("two changes of an empty cell of the matrix are one relationship", async () => {
    const relationships = [];
    onRpc("kam.stakeholder", "get_matrix", () => ({
        users: [{ id: 2, name: "Ann" }],
        people: [{ id: 3, name: "Tom", title: "", gap: 0 }],
        relationships: [...relationships],
        levels: [["0", "None"]],
        more: 0,
        can_write: true,
    }));
    onRpc("kam.relationship", "create", ({ args }) => {
        expect.step(`create ${args[0][0].level_actual}`);
        relationships.push({ id: 9, user_id: 2, stakeholder_id: 3, level_gap: 0, strength: 0 });
        return [9];
    });
    onRpc("kam.relationship", "write", ({ args }) => {
        expect.step(`write ${JSON.stringify(args)}`);
        return true;
    });
    const matrix = await mountWithCleanup(MapMatrix, {
        props: { accountId: 7, companyId: 1, onChanged: () => {} },
    });
    const [cell] = matrix.rows[0].cells;
    await Promise.all([
        matrix.setLevel(cell, "level_actual", "1"),
        matrix.setLevel(cell, "level_desired", "2"),
    ]);
    expect.verifySteps(["create 1", 'write [[9],{"level_desired":"2"}]']);
});
