/// Removes characters no reader can show and no format may carry.
///
/// Control characters other than tab and line ends, noncharacters, byte order marks, zero-width spaces and the two
/// marks that reverse the reading order go, and are reported. Joiners stay: emoji, Persian and Indic text need them.
func cleaned(_ text: String, into log: inout LossLog) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 == 0x7F || $0 >= 0xC2 }),
        text.unicodeScalars.contains(where: { kind(of: $0) != .ordinary })
    else { return text }
    var result = String.UnicodeScalarView()
    var controls = 0
    var invisible = 0
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
        switch kind(of: scalar) {
        case .ordinary: result.append(scalar)
        case .lineEnd where scalar == "\n" && previous == "\r": break
        case .lineEnd: result.append("\n")
        case .control: controls += 1
        case .invisible: invisible += 1
        }
        previous = scalar
    }
    if controls > 0 { log.add(Loss(.removed, "control character", count: controls)) }
    if invisible > 0 { log.add(Loss(.removed, "invisible character", count: invisible)) }
    return String(result)
}

private enum ScalarKind {
    case ordinary
    case lineEnd
    case control
    case invisible
}

private func kind(of scalar: Unicode.Scalar) -> ScalarKind {
    switch scalar.value {
    case 0x09, 0x20...0x7E, 0xA0...0x200A: .ordinary
    // Word processors write vertical tabs and the two Unicode separators for a line end within a paragraph.
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: .lineEnd
    case 0x00...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF: .control
    case 0x200B, 0x2060, 0xFEFF, 0x202D, 0x202E: .invisible
    case let value where value & 0xFFFE == 0xFFFE: .control
    default: .ordinary
    }
}

extension Unicode.Scalar {
    /// White space that a browser puts together, and the no-break space, which is treated alike.
    var isBlank: Bool {
        switch value {
        case 0x09, 0x0A, 0x0C, 0x0D, 0x20, 0xA0: true
        default: false
        }
    }
}

extension StringProtocol {
    /// Whether nothing but white space stands in the text.
    var isBlank: Bool { unicodeScalars.allSatisfy(\.isBlank) }

    /// The text without white space at its ends.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isBlank }),
            let last = scalars.lastIndex(where: { !$0.isBlank })
        else { return "" }
        return String(self[first...last])
    }
}
