/** Where the nodes of a tree that grows to the right stand. Plain values only. */

export const NODE = { width: 260, height: 34 };
const GAP = { x: 56, y: 8 };
const EDGE = 16;

/**
 * Leaves stand below each other in their order, what has something below it in the middle beside it.
 *
 * @param {string} root
 * @param {(key: string) => string[]} childrenOf children that are seen; each node has one parent
 * @param {boolean} [isMirrored] it grows to the left, for who reads from right to left
 * @returns {{places: Map, links: Object[], width: number, height: number}} places {x, y} by key, in
 *      the order of reading; links {id, path} from a node to each of its children
 */
export function layoutTree(root, childrenOf, isMirrored = false) {
    const places = new Map();
    const pairs = [];
    let row = 0;
    let depth = 0;
    // No recursion: a tree may be as deep as somebody opens it.
    const stack = [{ key: root, level: 0, children: null }];
    while (stack.length) {
        const frame = stack.at(-1);
        if (!frame.children) {
            frame.children = childrenOf(frame.key);
            frame.next = 0;
            depth = Math.max(depth, frame.level);
            places.set(frame.key, { x: frame.level * (NODE.width + GAP.x), y: 0 });
        }
        if (frame.next < frame.children.length) {
            const key = frame.children[frame.next++];
            stack.push({ key, level: frame.level + 1, children: null });
            continue;
        }
        stack.pop();
        const place = places.get(frame.key);
        if (frame.children.length) {
            const [first, last] = [frame.children[0], frame.children.at(-1)];
            place.y = (places.get(first).y + places.get(last).y) / 2;
            for (const child of frame.children) {
                pairs.push([frame.key, child]);
            }
        } else {
            place.y = row++ * (NODE.height + GAP.y);
        }
    }
    const width = (depth + 1) * (NODE.width + GAP.x) - GAP.x;
    if (isMirrored) {
        places.forEach((place) => (place.x = width - place.x - NODE.width));
    }
    return {
        places,
        links: pairs.map(([key, child]) => ({
            id: child,
            path: linkPath(places.get(key), places.get(child)),
        })),
        width,
        height: row * (NODE.height + GAP.y) - GAP.y,
    };
}

/**
 * Which part of the tree is seen first: from its root on, which is in sight.
 *
 * @param {{width: number, height: number}} seen pixels of the screen
 */
export function placeRoot({ places, width, height }, seen, scale, isMirrored) {
    const middle = places.get("").y + NODE.height / 2;
    const [across, down] = [seen.width / scale, seen.height / scale];
    const y = height + 2 * EDGE <= down ? -EDGE : Math.max(-EDGE, middle - down / 2);
    return { scale, x: isMirrored ? width + EDGE - across : -EDGE, y };
}

function linkPath(from, to) {
    const isMirrored = from.x > to.x;
    const start = from.x + (isMirrored ? 0 : NODE.width);
    const end = to.x + (isMirrored ? NODE.width : 0);
    const middle = (start + end) / 2;
    const [top, bottom] = [from.y + NODE.height / 2, to.y + NODE.height / 2];
    return `M${start} ${top}C${middle} ${top} ${middle} ${bottom} ${end} ${bottom}`;
}
