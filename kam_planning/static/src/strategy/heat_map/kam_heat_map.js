import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { Domain } from "@web/core/domain";
import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

import {
    arrowOf,
    domainOf,
    gather,
    GROUP_BY,
    keyOf,
    LEVELS,
    levelOf,
    neighbourOf,
    POINTS,
} from "./heat_map_model";

const LEVEL_WORDS = {
    low: _t("Low"),
    medium: _t("Medium"),
    high: _t("High"),
    critical: _t("Critical"),
};
const PROBABILITY_WORDS = [
    _t("rare"),
    _t("unlikely"),
    _t("possible"),
    _t("likely"),
    _t("almost certain"),
];
const IMPACT_WORDS = [_t("minor"), _t("small"), _t("noticeable"), _t("severe"), _t("existential")];
// Several changes of the list at once are one.
const SETTLING = 150;

/** Probability by impact of the risks in a list: counts, moves, and what each cell holds. */
export class KamHeatMap extends Component {
    static template = "kam_planning.HeatMap";
    static props = { list: Object };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.grid = useRef("grid");
        this.keepLast = new KeepLast();
        this.points = POINTS;
        this.levels = LEVELS;
        this.state = useState({
            map: null,
            isShown: true,
            isTable: false,
            hasArrows: true,
            focused: { probability: POINTS.length, impact: 1 },
        });
        const reload = useDebounced(() => this.load(), SETTLING);
        useBus(this.props.list.model.bus, "update", reload);
        onMounted(() => this.load());
    }

    async load() {
        const { resModel, domain, context } = this.props.list;
        const groups = await this.keepLast.add(
            this.orm.silent.formattedReadGroup(resModel, domain, GROUP_BY, ["__count"], { context })
        );
        this.state.map = gather(groups);
    }

    /** From the highest probability down, each with its five impacts. */
    get rows() {
        return POINTS.toReversed().map((probability) => ({
            probability,
            label: this.probabilityLabel(probability),
            cells: POINTS.map((impact) => this.cellOf({ probability, impact })),
        }));
    }

    cellOf(place) {
        const count = this.state.map.cells[keyOf(place)] || 0;
        const level = levelOf(place);
        return {
            ...place,
            key: keyOf(place),
            count,
            level,
            word: LEVEL_WORDS[level],
            label: this.describe(place, count),
            isFocused: keyOf(place) === keyOf(this.state.focused),
        };
    }

    get filled() {
        return this.rows.flatMap((row) => row.cells).filter((cell) => cell.count);
    }

    get summary() {
        const { levels, total, unrated } = this.state.map;
        const parts = LEVELS.toReversed().map((level) => `${LEVEL_WORDS[level]}: ${levels[level]}`);
        return [_t("%s risks", total), ...parts, _t("Not rated: %s", unrated)].join(", ");
    }

    get arrows() {
        return this.state.map.moves.map((move) => ({ ...move, ...arrowOf(move) }));
    }

    get moves() {
        return this.state.map.moves.map((move) => ({
            ...move,
            from: this.place(move.from),
            to: this.place(move.to),
            word: move.kind === "done" ? _t("brought there already") : _t("to be brought there"),
        }));
    }

    levelWord(level) {
        return LEVEL_WORDS[level];
    }

    probabilityLabel(point) {
        return `${point} ${PROBABILITY_WORDS[point - 1]}`;
    }

    impactLabel(point) {
        return `${point} ${IMPACT_WORDS[point - 1]}`;
    }

    place({ probability, impact }) {
        return _t("%(probability)s, %(impact)s", {
            probability: this.probabilityLabel(probability),
            impact: this.impactLabel(impact),
        });
    }

    describe(place, count) {
        return _t("Probability %(probability)s, impact %(impact)s: %(level)s, risks: %(count)s", {
            probability: this.probabilityLabel(place.probability),
            impact: this.impactLabel(place.impact),
            level: LEVEL_WORDS[levelOf(place)],
            count,
        });
    }

    onKeydown(ev, place) {
        const next = neighbourOf(place, ev.key);
        if (next) {
            ev.preventDefault();
            this.state.focused = next;
            this.grid.el.querySelector(`[data-cell="${keyOf(next)}"]`).focus();
        }
    }

    openCell(place) {
        this.state.focused = { probability: place.probability, impact: place.impact };
        if (place.count) {
            return this.open(place.label, domainOf(place));
        }
    }

    openLevel(level) {
        return this.open(LEVEL_WORDS[level], [["level", "=", level]]);
    }

    openUnrated() {
        return this.open(_t("Not rated"), [["level", "=", false]]);
    }

    /** The list of what a place counts: among the risks of this list. */
    async open(name, domain) {
        const action = await this.action.loadAction("kam_planning.kam_risk_action_cell");
        return this.action.doAction({
            ...action,
            name,
            display_name: name,
            domain: Domain.and([this.props.list.domain, domain]).toList(),
            context: {},
        });
    }
}
