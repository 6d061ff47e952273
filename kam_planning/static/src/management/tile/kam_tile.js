import * as spreadsheet from "@odoo/o-spreadsheet";
import "@spreadsheet/chart/odoo_menu/figure_component";
import { SEE_RECORDS_PIVOT, SEE_RECORDS_PIVOT_VISIBLE } from "@spreadsheet/pivot/pivot_actions";
import { patch } from "@web/core/utils/patch";

const { ScorecardChart } = spreadsheet.components;
const OURS = "kam_planning.";

/** A tile of our dashboards opens the records that it counts, on a phone too, where a dashboard has
 *  nothing but its figures. The pivot of a tile stands in the cell beside the one that it shows. */
patch(ScorecardChart.prototype, {
    get kamPosition() {
        const { getters } = this.env.model;
        const sheetId = getters.getActiveSheetId();
        const { keyValue } = getters.getChartDefinition(this.props.chartId);
        if (!keyValue) {
            return null;
        }
        const range = getters.getRangeFromSheetXC(sheetId, keyValue);
        const { left, top } = range.zone;
        const position = { sheetId: range.sheetId, col: left + 1, row: top };
        const pivotId = getters.getPivotIdFromPosition(position);
        const action = pivotId && getters.getPivotCoreDefinition(pivotId).actionXmlId;
        const isOurs = action?.startsWith(OURS) && SEE_RECORDS_PIVOT_VISIBLE(position, getters);
        return isOurs ? position : null;
    },

    get hasOdooMenu() {
        return super.hasOdooMenu || this.kamPosition !== null;
    },

    async navigateToOdooMenu(newWindow) {
        if (super.hasOdooMenu) {
            return super.navigateToOdooMenu(newWindow);
        }
        return SEE_RECORDS_PIVOT(this.kamPosition, this.env, newWindow);
    },
});
