import { downloadFile } from "@web/core/network/download";

// Browsers refuse larger pictures.
const MOST_PIXELS = 8000;

/**
 * Gives the whole map as a file, or to the printer.
 *
 * @param {"svg"|"png"|"print"} format
 */
export async function exportMap(orm, { accountId, companyId }, name, format) {
    const svg = await orm.call("kam.stakeholder", "get_map_svg", [accountId, companyId]);
    if (format === "print") {
        return print(svg);
    }
    if (format === "svg") {
        return downloadFile(new Blob([svg], { type: "image/svg+xml" }), `${name}.svg`);
    }
    return downloadFile(await toPicture(svg), `${name}.png`);
}

/** Draws an SVG document as a PNG picture, twice its size for sharp print. */
export async function toPicture(svg) {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    await image.decode();
    const scale = Math.min(2, MOST_PIXELS / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = image.width * scale;
    canvas.height = image.height * scale;
    const context = canvas.getContext("2d");
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    return new Promise((resolve) => {
        canvas.toBlob(resolve, "image/png");
    });
}

function print(svg) {
    const frame = document.createElement("iframe");
    frame.className = "d-none";
    frame.srcdoc = `<style>svg { max-width: 100%; height: auto; }</style>${svg}`;
    frame.addEventListener("load", () => {
        frame.contentWindow.addEventListener("afterprint", () => frame.remove());
        frame.contentWindow.print();
    });
    document.body.append(frame);
}
