using System.Globalization;

namespace MsokoAnalytics.Cli;

/// <summary>Russian numbers and plurals for the terminal.</summary>
internal static class Russian
{
    private static readonly CultureInfo Culture = CultureInfo.GetCultureInfo("ru-RU");

    /// <summary>12 345 with no-break blanks.</summary>
    public static string Number(long value) => value.ToString("#,0", Culture).Replace('\u00A0', ' ');

    /// <summary>«1 файл», «2 файла», «5 файлов».</summary>
    public static string Count(long n, string one, string few, string many) => $"{Number(n)} {Form(n, one, few, many)}";

    public static string Form(long n, string one, string few, string many)
    {
        var (tens, units) = (Math.Abs(n) % 100, Math.Abs(n) % 10);
        if (tens is >= 11 and <= 14) return many;
        return units switch { 1 => one, >= 2 and <= 4 => few, _ => many };
    }

    /// <summary>«3,4 с», «2 мин 05 с».</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds < 60
        ? time.TotalSeconds.ToString("0.0", Culture) + " с"
        : string.Create(Culture, $"{(int)time.TotalMinutes} мин {time.Seconds:00} с");
}
