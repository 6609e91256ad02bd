extension HTMLNode {
    /// Whether a picture stands in the node.
    var holdsImage: Bool {
        guard case .element(let name, _, let children) = self else { return false }
        return name == "img" || name == "image" || children.contains(where: \.holdsImage)
    }
}

/// The text of nodes as written, line breaks as line ends.
///
/// - Parameter raw: Whether scripts and the like count as text.
func text(of nodes: [HTMLNode], raw: Bool = false) -> String {
    var result = ""
    collect(nodes, raw: raw, into: &result)
    return result
}

private func collect(_ nodes: [HTMLNode], raw: Bool, into result: inout String) {
    for node in nodes {
        switch node {
        case .text(let text): result += text
        case .element("br", _, _): result += "\n"
        case .element(let name, _, let children):
            if raw || name != "script" && name != "style" { collect(children, raw: raw, into: &result) }
        case .comment: break
        }
    }
}

/// Whether a link may lead to the address: not to a program or to data within the address itself.
func isSafe(_ target: String) -> Bool {
    guard let scheme = scheme(of: target) else { return true }
    return !["javascript", "data", "vbscript", "blob", "file"].contains(scheme)
}

/// The scheme of an address in lower case, nil if it has none; white space and controls within are overlooked, as
/// browsers do.
func scheme(of target: String) -> String? {
    var scheme = ""
    for scalar in target.unicodeScalars where scalar.value > 0x20 {
        switch scalar {
        case ":": return scheme.isEmpty ? nil : scheme
        case "a"..."z", "0"..."9", "+", "-", ".": scheme.unicodeScalars.append(scalar)
        case "A"..."Z": scheme += String(scalar).lowercased()
        default: return nil
        }
    }
    return nil
}

/// Finds the rows of a table, its own only: tables within cells belong to the cells.
struct TableReader {
    struct Row {
        var cells: [[HTMLNode]]
        var isHeader: Bool
    }

    private(set) var rows: [Row] = []
    private(set) var captions: [[HTMLNode]] = []

    mutating func read(_ nodes: [HTMLNode], inHeader: Bool = false) {
        for case .element(let name, _, let children) in nodes {
            switch name {
            case "thead": read(children, inHeader: true)
            case "tbody", "tfoot": read(children)
            case "caption": captions.append(children)
            case "tr":
                var cells: [[HTMLNode]] = []
                var areHeaders = true
                for case .element(let cell, _, let inner) in children where cell == "td" || cell == "th" {
                    cells.append(inner)
                    if cell == "td" { areHeaders = false }
                }
                if !cells.isEmpty { rows.append(Row(cells: cells, isHeader: inHeader || areHeaders)) }
            default: break
            }
        }
    }
}
