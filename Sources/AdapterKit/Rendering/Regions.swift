/// Names of states, provinces and cantons by their ISO 3166-2 codes.
enum Regions {
    /// The name of a region given by its code, such as `BE` or `DE-BE`; nil when it is not known.
    static func name(of code: String, country: String?) -> String? {
        let (country, part) = split(code, country)
        return country.flatMap { tables[$0]?[part] }
    }

    /// The code of a region, without its country, given by code or name; nil when it is not known.
    static func code(of text: String, country: String?) -> String? {
        let (country, part) = split(text, country)
        guard let country, let table = tables[country] else { return part == text ? nil : part }
        if table[part] != nil { return part }
        let wanted = text.lowercased()
        return table.filter { $0.value.lowercased() == wanted }.map(\.key).min()
    }

    private static func split(_ text: String, _ country: String?) -> (country: String?, part: String) {
        let parts = text.split(separator: "-", maxSplits: 1).map(String.init)
        guard parts.count == 2, tables[parts[0]] != nil || parts[0] == country else { return (country, text) }
        return (parts[0], parts[1])
    }

    private static let tables: [String: [String: String]] = [
        "US": table(
            """
            AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|
            DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|
            KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|
            MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|
            NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|
            SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|
            WV West Virginia|WI Wisconsin|WY Wyoming|PR Puerto Rico|GU Guam|VI Virgin Islands|AS American Samoa|
            MP Northern Mariana Islands
            """
        ),
        "CA": table(
            """
            AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|NS Nova Scotia|
            NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|SK Saskatchewan|YT Yukon
            """
        ),
        "AU": table(
            """
            ACT Australian Capital Territory|NSW New South Wales|NT Northern Territory|QLD Queensland|
            SA South Australia|TAS Tasmania|VIC Victoria|WA Western Australia
            """
        ),
        "DE": table(
            """
            BW Baden-Württemberg|BY Bayern|BE Berlin|BB Brandenburg|HB Bremen|HH Hamburg|HE Hessen|
            MV Mecklenburg-Vorpommern|NI Niedersachsen|NW Nordrhein-Westfalen|RP Rheinland-Pfalz|SL Saarland|SN Sachsen|
            ST Sachsen-Anhalt|SH Schleswig-Holstein|TH Thüringen
            """
        ),
        "AT": table(
            """
            1 Burgenland|2 Kärnten|3 Niederösterreich|4 Oberösterreich|5 Salzburg|6 Steiermark|7 Tirol|
            8 Vorarlberg|9 Wien
            """
        ),
        "NL": table(
            """
            DR Drenthe|FL Flevoland|FR Fryslân|GE Gelderland|GR Groningen|LI Limburg|NB Noord-Brabant|NH Noord-Holland|
            OV Overijssel|UT Utrecht|ZE Zeeland|ZH Zuid-Holland
            """
        ),
        "CH": table(
            """
            AG Aargau|AR Appenzell Ausserrhoden|AI Appenzell Innerrhoden|BL Basel-Landschaft|BS Basel-Stadt|BE Bern|
            FR Fribourg|GE Genève|GL Glarus|GR Graubünden|JU Jura|LU Luzern|NE Neuchâtel|NW Nidwalden|OW Obwalden|
            SH Schaffhausen|SZ Schwyz|SO Solothurn|SG St. Gallen|TG Thurgau|TI Ticino|UR Uri|VS Valais|VD Vaud|ZG Zug|
            ZH Zürich
            """
        ),
    ]

    private static func table(_ text: String) -> [String: String] { CodedNames.table(text) }
}

/// Tables of codes and names written as `CODE Name|CODE Name`.
enum CodedNames {
    /// The table of a text; line ends count for nothing.
    static func table(_ text: String) -> [String: String] {
        var table: [String: String] = [:]
        for entry in text.split(whereSeparator: { $0 == "|" || $0 == "\n" }) {
            let parts = entry.split(separator: " ", maxSplits: 1).map(String.init)
            if parts.count == 2 { table[parts[0]] = parts[1] }
        }
        return table
    }
}
