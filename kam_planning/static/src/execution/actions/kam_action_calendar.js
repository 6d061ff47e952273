import { registry } from "@web/core/registry";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { CalendarRenderer } from "@web/views/calendar/calendar_renderer";
import { calendarView } from "@web/views/calendar/calendar_view";

/** Deadlines of actions: outside a plan each names its customer. */
export class KamActionCalendarModel extends CalendarModel {
    normalizeRecord(rawRecord) {
        const record = super.normalizeRecord(rawRecord);
        const customer = rawRecord.partner_id?.[1];
        const isInPlan = this.meta.context.default_plan_id;
        return {
            ...record,
            isStriked: !rawRecord.is_open,
            title: customer && !isInPlan ? `${customer} · ${record.title}` : record.title,
        };
    }
}

/** Who may not edit an action does not move it either. */
export class KamActionCalendarCommonRenderer extends CalendarCommonRenderer {
    convertRecordToEvent(record) {
        const editable = this.props.model.canEdit && record.rawRecord.may_edit;
        return { ...super.convertRecordToEvent(record), editable };
    }
}

export class KamActionCalendarRenderer extends CalendarRenderer {
    static components = {
        ...CalendarRenderer.components,
        day: KamActionCalendarCommonRenderer,
        week: KamActionCalendarCommonRenderer,
        month: KamActionCalendarCommonRenderer,
    };
}

/** The dialogue's buttons change the action without saving it. */
export class KamActionCalendarController extends CalendarController {
    async editRecord() {
        await super.editRecord(...arguments);
        await this.model.load();
    }
}

registry.category("views").add("kam_action_calendar", {
    ...calendarView,
    Controller: KamActionCalendarController,
    Model: KamActionCalendarModel,
    Renderer: KamActionCalendarRenderer,
});
