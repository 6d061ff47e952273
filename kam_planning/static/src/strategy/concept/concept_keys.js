// As the tree pattern of WAI-ARIA has them.
export const ON_NODE = {
    ArrowDown: ["go", "next"],
    ArrowUp: ["go", "previous"],
    ArrowRight: ["inwards"],
    ArrowLeft: ["outwards"],
    Home: ["go", "first"],
    End: ["go", "last"],
    Enter: ["choose"],
    " ": ["toggle"],
    "*": ["unfoldSiblings"],
    1: ["showLevels", 1],
    2: ["showLevels", 2],
    3: ["showLevels", 3],
    "+": ["zoom", 1.25],
    "-": ["zoom", 0.8],
    0: ["fitAll"],
};

// For who reads from right to left the tree grows to the left.
export const MIRRORED = { ...ON_NODE, ArrowRight: ["outwards"], ArrowLeft: ["inwards"] };
