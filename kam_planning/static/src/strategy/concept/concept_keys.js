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
    "+": ["zoom", 1.25],
    "-": ["zoom", 0.8],
    0: ["fitAll"],
};
