import { registry } from "@web/core/registry";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";

import { paintBands } from "@kam_planning/pulse/graph/bands";

/** A graph in which good is green. */
export class BandGraphRenderer extends GraphRenderer {
    getBarChartData() {
        const data = super.getBarChartData();
        paintBands(this.model.data.datasets, this.model.metaData.groupBy);
        return data;
    }
}

registry.category("views").add("kam_band_graph", { ...graphView, Renderer: BandGraphRenderer });
