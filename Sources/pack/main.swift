import Foundation

// Packs files into one Swift source: `pack OUTPUT ROOT FILE…`, each FILE below ROOT.
//
// Each file becomes its name and a string literal in Base64, which compiles in an instant whatever its size. A string
// literal of the text itself would need every byte to be valid Unicode, and would change its line ends.

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count >= 2 else {
    FileHandle.standardError.write(Data("usage: pack OUTPUT ROOT FILE...\n".utf8))
    exit(2)
}
let output = arguments[1]
let root = arguments[2].hasSuffix("/") ? arguments[2] : arguments[2] + "/"
let files = arguments.dropFirst(2).sorted()

do {
    var entries = ""
    for file in files {
        let name = file.hasPrefix(root) ? String(file.dropFirst(root.count)) : file
        let text = try Data(contentsOf: URL(fileURLWithPath: file)).base64EncodedString()
        entries += "    (\"\(name)\", \"\(text)\"),\n"
    }
    let source = """
        // Made by the build from Adapters/, Templates/ and docs/; never edited.
        let packedFiles: [(name: StaticString, base64: StaticString)] = [
        \(entries)]

        """
    try Data(source.utf8).write(to: URL(fileURLWithPath: output))
} catch {
    FileHandle.standardError.write(Data("pack: \(error)\n".utf8))
    exit(1)
}
