import { registry } from "@web/core/registry";
import { getActiveActions } from "@web/views/utils";
import { KamTimelineController } from "./kam_timeline_controller";
import { KamTimelineModel } from "./kam_timeline_model";
import { KamTimelineRenderer } from "./kam_timeline_renderer";

export const kamTimelineView = {
    type: "kam_timeline",
    Controller: KamTimelineController,
    Model: KamTimelineModel,
    Renderer: KamTimelineRenderer,
    buttonTemplate: "kam_planning.TimelineButtons",
    searchMenuTypes: ["filter", "favorite"],
    props: (genericProps, { Model, Renderer, buttonTemplate }) => ({
        ...genericProps,
        archInfo: { activeActions: getActiveActions(genericProps.arch) },
        buttonTemplate: genericProps.buttonTemplate || buttonTemplate,
        Model,
        Renderer,
    }),
};

registry.category("views").add("kam_timeline", kamTimelineView);
