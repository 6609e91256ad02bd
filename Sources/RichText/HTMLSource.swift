import CGumbo

/// A node of an HTML document, free of the library that parsed it.
indirect enum HTMLNode {
    /// An element with the attributes the tree builder asks for.
    case element(name: String, attributes: [String: String], children: [HTMLNode])

    /// Text with its references decoded.
    case text(String)

    /// The inside of a comment.
    case comment(String)
}

/// Parses HTML as a browser would, and gives the children of the document.
///
/// The source must have passed ``boundedHTML(_:into:)``: the library's own work and the walk below grow with nesting.
func parseHTML(_ html: String) -> [HTMLNode] {
    var source = html
    return source.withUTF8 { bytes in
        unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
            guard let base = characters.baseAddress,
                let output = unsafe cgumbo_parse(base, characters.count)
            else { return [] }
            defer { unsafe cgumbo_free(output) }
            guard let document = unsafe output.pointee.document else { return [] }
            return unsafe children(document.pointee.v.document.children)
        }
    }
}

private let wantedAttributes = ["href", "src", "alt", "title", "start", "value", "data"]

private func children(_ vector: GumboVector) -> [HTMLNode] {
    var result: [HTMLNode] = []
    unsafe result.reserveCapacity(Int(vector.length))
    for index in unsafe 0..<vector.length {
        let found = unsafe withUnsafePointer(to: vector) { unsafe cgumbo_child($0, index) }
        guard let child = unsafe found, let node = unsafe node(child) else { continue }
        result.append(node)
    }
    return result
}

private func node(_ pointer: UnsafePointer<GumboNode>) -> HTMLNode? {
    switch unsafe pointer.pointee.type {
    case GUMBO_NODE_TEXT, GUMBO_NODE_CDATA, GUMBO_NODE_WHITESPACE:
        return unsafe .text(String(cString: pointer.pointee.v.text.text))
    case GUMBO_NODE_COMMENT:
        return unsafe .comment(String(cString: pointer.pointee.v.text.text))
    case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE:
        let element = unsafe pointer.pointee.v.element
        return unsafe .element(
            name: name(of: element),
            attributes: attributes(of: element),
            children: children(element.children)
        )
    default:
        return nil
    }
}

private func name(of element: GumboElement) -> String {
    if unsafe element.tag != GUMBO_TAG_UNKNOWN, let known = unsafe gumbo_normalized_tagname(element.tag) {
        return unsafe String(cString: known)
    }
    // An element the library does not know has its name only in the source: "<o:p class=…>".
    let original = unsafe element.original_tag
    guard let start = unsafe original.data else { return "unknown" }
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: min(original.length, 64))
    let name = unsafe bytes.dropFirst().prefix { $0 > 0x20 && $0 != 0x2F && $0 != 0x3E }
    return unsafe String(decoding: name, as: UTF8.self).lowercased()
}

private func attributes(of element: GumboElement) -> [String: String] {
    guard unsafe element.attributes.length > 0 else { return [:] }
    var result: [String: String] = [:]
    for name in wantedAttributes {
        let found = unsafe withUnsafePointer(to: element) { unsafe cgumbo_attribute($0, name) }
        guard let value = unsafe found else { continue }
        result[name] = unsafe String(cString: value)
    }
    return result
}
