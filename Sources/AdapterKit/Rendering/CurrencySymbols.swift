/// Signs of currencies.
enum CurrencySymbols {
    /// The sign of a currency where it belongs to this one in every country that uses it, or nil.
    static func symbol(for code: String) -> String? {
        switch code {
        case "EUR": "€"
        case "GBP": "£"
        case "USD": "$"
        case "JPY": "¥"
        case "INR": "₹"
        case "KRW": "₩"
        case "ILS": "₪"
        case "VND": "₫"
        case "UAH": "₴"
        case "NGN": "₦"
        case "PHP": "₱"
        case "TRY": "₺"
        case "KZT": "₸"
        default: nil
        }
    }
}
