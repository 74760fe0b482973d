using System.Globalization;

namespace MsokoAnalytics.DemoData.World;

/// <summary>Codes of an invented school in other systems. ИНН and ОГРН have right check digits; region 88 makes them nobody's.</summary>
internal readonly struct SchoolCodes(School school)
{
    private static readonly int[] InnWeights = [2, 4, 10, 3, 5, 9, 4, 6, 8];

    /// <summary>Code in РИС ГИА-9, six digits.</summary>
    public string Oge => FormattableString.Invariant($"{100 + school.Municipality.Index}{school.Number:000}");

    /// <summary>Code in РИС ГИА-11, six digits, other than that of ГИА-9.</summary>
    public string Ege => FormattableString.Invariant($"{500 + school.Municipality.Index}{school.Number:000}");

    public string Sgo => FormattableString.Invariant($"{20_000 + school.Index}");

    public string Inn
    {
        get
        {
            var digits = FormattableString.Invariant($"{school.Digits[..2]}01{school.Index + 1:00000}");
            var sum = digits.Zip(InnWeights, (digit, weight) => (digit - '0') * weight).Sum();
            return digits + (sum % 11 % 10).ToString(CultureInfo.InvariantCulture);
        }
    }

    public string Ogrn
    {
        get
        {
            var digits = FormattableString.Invariant($"102{school.Digits[..2]}{school.Index + 1:0000000}");
            return digits + (long.Parse(digits, CultureInfo.InvariantCulture) % 11 % 10).ToString(CultureInfo.InvariantCulture);
        }
    }
}
