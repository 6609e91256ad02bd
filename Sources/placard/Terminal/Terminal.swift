import Documents
import Foundation

/// Standard output for results, standard error for everything else; colour only where a person reads it.
enum Terminal {
    /// Whether standard output is a terminal.
    static let isOutput = isatty(STDOUT_FILENO) == 1
    /// Whether standard error is a terminal.
    static let isError = isatty(STDERR_FILENO) == 1
    /// Whether colours are welcome on standard output.
    static let hasColour = isOutput && environment("NO_COLOR") == nil && environment("TERM") != "dumb"

    private static func environment(_ name: String) -> String? {
        let value = ProcessInfo.processInfo.environment[name]
        return value?.isEmpty == false ? value : nil
    }

    /// Writes a line to standard output.
    static func say(_ text: String = "") { write((isOutput ? shown(text) : text) + "\n", to: STDOUT_FILENO) }

    /// Writes a line to standard error.
    static func complain(_ text: String) { write((isError ? shown(text) : text) + "\n", to: STDERR_FILENO) }

    /// Writes text to standard error as it stands.
    static func draw(_ text: String) { write(text, to: STDERR_FILENO) }

    /// Writes a JSON document to standard output, with the warnings so far.
    static func print(json: Value) { write(JSON.prettyText(withWarnings(json)), to: STDOUT_FILENO) }

    /// Writes everything, whatever the pipe takes at once; a closed pipe ends it quietly.
    private static func write(_ text: String, to handle: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes { unsafe Foundation.write(handle, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Ways to set text apart.
    enum Style: String, CaseIterable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
    }

    /// Sets text apart where colours are welcome.
    static func styled(_ text: String, _ style: Style) -> String {
        hasColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Columns that text takes on a terminal: wide characters count two, marks none.
    static func width(_ text: String) -> Int {
        text.reduce(0) { sum, character in
            guard let scalar = character.unicodeScalars.first else { return sum }
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
                0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
                return sum + 2
            default: return sum + 1
            }
        }
    }

    /// Text filled with blanks to a width.
    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - Self.width(text)))
    }

    /// Asks for a secret without showing what is typed; nil when there is no terminal to ask on.
    static func secret(_ prompt: String) -> String? {
        guard isatty(STDIN_FILENO) == 1, isError else { return nil }
        draw(prompt)
        var old = termios()
        unsafe tcgetattr(STDIN_FILENO, &old)
        let before = old
        // Whoever is interrupted here gets a terminal back that shows what is typed.
        let interruptions = Signals([SIGINT, SIGTERM, SIGHUP]) {
            echo(before)
            draw("\n")
            Signals.end()
        }
        defer { interruptions.stop() }
        var silent = old
        silent.c_lflag &= ~tcflag_t(ECHO)
        echo(silent)
        let line = readLine()
        echo(before)
        draw("\n")
        return line
    }

    /// Sets how the terminal treats what is typed.
    private static func echo(_ settings: termios) {
        var settings = settings
        unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    }
}
