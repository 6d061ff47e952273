import { expect } from "@odoo/hoot";
import { mountWithCleanup, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";

import { KamMap } from "@kam_planning/relationship/map/kam_map";
import { MapCanvas } from "@kam_planning/relationship/map/kam_map_canvas";

export function makePerson(id, managerId, values = {}) {
    return {
        id,
        name: `Person ${id}`,
        title: "Manager",
        partner_id: false,
        manager_id: managerId || false,
        dotted_manager_id: false,
        email: false,
        phone: false,
        buying_center_id: false,
        parked_reason: false,
        contact_change: false,
        is_placeholder: false,
        is_stale: false,
        strength: 0,
        last_contact_date: false,
        influence: "2",
        support: "favourable",
        role_ids: [],
        reports: 0,
        relationships: [],
        gaps: [],
        ...values,
    };
}

export function makeMap(values = {}) {
    const people = [
        makePerson(1, false, { reports: 2 }),
        makePerson(2, 1, { reports: 1, gaps: ["Get in touch: silence"] }),
        makePerson(3, 1),
        makePerson(4, 2),
        makePerson(5, false, { parked_reason: "left" }),
    ];
    return {
        account: { id: 7, name: "Acme" },
        company_id: 1,
        people,
        total: 4,
        tops: 1,
        centers: [{ id: 9, name: "Plant" }],
        roles: [],
        lines: [
            {
                id: 8,
                source_id: 3,
                target_id: 4,
                kind: "conflict",
                direction: "both",
                strength: "1",
            },
        ],
        labels: {
            influence: [["2", "Shapes"]],
            support: [["favourable", "Favourable"]],
            parked_reason: [["left", "Left"]],
            contact_change: [],
            level_actual: [],
            health: [["weak", "Weak"]],
            kind: [
                ["influence", "Influences"],
                ["conflict", "Conflict"],
            ],
        },
        maturity: { step: "supported", label: "A supportive key person" },
        as_of: false,
        sees_judgements: true,
        can_write: true,
        ...values,
    };
}

/** Mounts a map with its answer from the server; gives the component and its canvas. */
export async function mountMap(data = makeMap()) {
    const mounted = {};
    patchWithCleanup(MapCanvas.prototype, {
        setup() {
            super.setup();
            mounted.canvas = this;
        },
    });
    onRpc("kam.stakeholder", "get_map", ({ args }) => {
        expect.step(`map ${args}`);
        return data;
    });
    mounted.map = await mountWithCleanup(KamMap, { props: { accountId: 7, companyId: 1 } });
    expect.verifySteps(["map 7,1"]);
    return mounted;
}

export const cardOf = (id) => `.o_kam_map_card[data-person="${id}"]`;
