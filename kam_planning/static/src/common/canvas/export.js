import { _t } from "@web/core/l10n/translation";
import { downloadFile } from "@web/core/network/download";

// Browsers refuse larger pictures.
const MOST_PIXELS = 8000;
// A sheet of A4 on its side; the server draws for it.
const SHEET = "@page { size: A4 landscape; margin: 8mm; }";

/** Saves a drawing, which is an SVG document. */
export function downloadDrawing(svg, name) {
    return downloadFile(new Blob([svg], { type: "image/svg+xml" }), `${name}.svg`);
}

/** Saves drawings as PNG pictures, one a page. */
export async function downloadPictures(svgs, name) {
    for (const [index, svg] of svgs.entries()) {
        const page = _t("%(page)s of %(pages)s", { page: index + 1, pages: svgs.length });
        const file = svgs.length > 1 ? `${name} (${page}).png` : `${name}.png`;
        await downloadFile(await toPicture(svg), file);
    }
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

/** Gives drawings to the printer, one a sheet. */
export function printDrawings(svgs) {
    const sheets = svgs.map((svg) => `<div>${svg}</div>`).join("");
    const frame = document.createElement("iframe");
    frame.className = "d-none";
    frame.srcdoc = `<style>
        ${SHEET}
        body { margin: 0; }
        div + div { break-before: page; }
        svg { max-width: 100%; height: auto; display: block; }
    </style>${sheets}`;
    frame.addEventListener("load", () => {
        frame.contentWindow.addEventListener("afterprint", () => frame.remove());
        frame.contentWindow.print();
    });
    document.body.append(frame);
}
