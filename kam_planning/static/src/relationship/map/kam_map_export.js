import {
    downloadDrawing,
    downloadPictures,
    printDrawings,
} from "@kam_planning/common/canvas/export";

const MODEL = "kam.stakeholder";

/**
 * Gives the whole map as files, or to the printer.
 *
 * @param {"svg"|"png"|"print"} format a drawing is one, whatever its size; pictures and sheets are
 *      as many as it takes to read them
 */
export async function exportMap(orm, { accountId, companyId }, name, format) {
    if (format === "svg") {
        return downloadDrawing(await orm.call(MODEL, "get_map_svg", [accountId, companyId]), name);
    }
    const pages = await orm.call(MODEL, "get_map_pages", [accountId, companyId]);
    return format === "png" ? downloadPictures(pages, name) : printDrawings(pages);
}
