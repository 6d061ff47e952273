import * as spreadsheet from "@odoo/o-spreadsheet";
import "@spreadsheet/chart/odoo_menu/figure_component";
import { SEE_RECORDS_PIVOT_VISIBLE } from "@spreadsheet/pivot/pivot_actions";
import { patch } from "@web/core/utils/patch";

const { ScorecardChart } = spreadsheet.components;
const OURS = "kam_planning.";

/** A tile of our dashboards opens the records that it counts, on a phone too, where a dashboard has
 *  nothing but its figures. The pivot of a tile stands in the cell beside the one that it shows. */
patch(ScorecardChart.prototype, {
    /** Where the pivot stands, null where there is none of ours or nothing to be seen. */
    get kamPosition() {
        const { getters } = this.env.model;
        const { keyValue } = getters.getChartDefinition(this.props.chartId);
        if (!keyValue) {
            return null;
        }
        const { sheetId, zone } = getters.getRangeFromSheetXC(getters.getActiveSheetId(), keyValue);
        const position = { sheetId, col: zone.left + 1, row: zone.top };
        const pivotId = getters.getPivotIdFromPosition(position);
        const action = pivotId && getters.getPivotCoreDefinition(pivotId).actionXmlId;
        const isSeen = action?.startsWith(OURS) && SEE_RECORDS_PIVOT_VISIBLE(position, getters);
        return isSeen ? position : null;
    },

    get hasOdooMenu() {
        return super.hasOdooMenu || this.kamPosition !== null;
    },

    async navigateToOdooMenu(newWindow) {
        if (super.hasOdooMenu) {
            return super.navigateToOdooMenu(newWindow);
        }
        const { getters } = this.env.model;
        const position = this.kamPosition;
        const pivotId = getters.getPivotIdFromPosition(position);
        const { actionXmlId } = getters.getPivotCoreDefinition(pivotId);
        const cell = getters.getPivotCellFromPosition(position);
        const domain = getters.getPivot(pivotId).getPivotCellDomain(cell.domain);
        const action = await this.actionService.loadAction(actionXmlId);
        // What the action would filter by itself is not what the tile counts.
        const description = { ...action, name: this.title, domain, context: {} };
        return this.actionService.doAction(description, { newWindow });
    },
});
