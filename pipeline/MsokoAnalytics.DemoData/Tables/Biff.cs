namespace MsokoAnalytics.DemoData.Tables;

/// <summary>Records of BIFF8 by the published format ([MS-XLS]), as far as a plain table needs them.</summary>
internal static class Biff
{
    public const ushort Begin = 0x0809, End = 0x000A, CodePage = 0x0042, Font = 0x0031, Format = 0x00E0, Style = 0x0293, Sheet = 0x0085, Label = 0x0204, Number = 0x0203;

    /// <summary>Index of the one cell format; fifteen formats of styles must stand before it.</summary>
    public const int CellFormat = 15;

    public static readonly byte[] BeginGlobals = [0x00, 0x06, 0x05, 0x00, 0xBB, 0x0D, 0xCC, 0x07, 0, 0, 0, 0, 0x06, 0, 0, 0];

    public static readonly byte[] BeginSheet = [0x00, 0x06, 0x10, 0x00, 0xBB, 0x0D, 0xCC, 0x07, 0, 0, 0, 0, 0x06, 0, 0, 0];

    /// <summary>Arial, 10 points.</summary>
    public static readonly byte[] DefaultFont = [0xC8, 0x00, 0x00, 0x00, 0xFF, 0x7F, 0x90, 0x01, 0, 0, 0, 0, 0xCC, 0, 5, 0, (byte)'A', (byte)'r', (byte)'i', (byte)'a', (byte)'l'];

    public static readonly byte[] StyleFormat = [0, 0, 0, 0, 0xF5, 0xFF, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0x20];

    public static readonly byte[] PlainCellFormat = [0, 0, 0, 0, 0x01, 0x00, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0x20];
}
