import { expect, test } from "@odoo/hoot";

import { findAsked, paintBands } from "@kam_planning/pulse/graph/bands";

const MONTHS = { fieldName: "date", interval: "month" };
const BANDS = { fieldName: "health_band" };

function makeDatasets(...values) {
    return values.map((value) => ({
        backgroundColor: "blue",
        domains: [undefined, ["&", ["date", ">=", "2026-01-01"], ["health_band", "=", value]]],
    }));
}

test.tags("headless");
test("a graph of health in words has the colours of the words", async () => {
    const datasets = makeDatasets(false, "good", "watch", "danger");
    paintBands(datasets, [MONTHS, BANDS]);
    const colors = ["#adb5bd", "#28a745", "#ffac00", "#dc3545"];
    expect(datasets.map((dataset) => dataset.backgroundColor)).toEqual(colors);
});

test.tags("headless");
test("a graph of something else keeps its colours", async () => {
    const datasets = makeDatasets("good");
    paintBands(datasets, [BANDS, MONTHS]);
    paintBands(datasets, [MONTHS, { fieldName: "user_id" }]);
    paintBands([{}], [MONTHS, BANDS]);
    expect(datasets[0].backgroundColor).toBe("blue");
    expect(findAsked(["&", ["health_band", "!=", false], ["health_band", "=", "good"]], "x")).toBe(
        undefined
    );
});
