using System.Text;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Privacy;

/// <summary>
/// Stands between the reader and the disk: a number of a document, a СНИЛС, a birth date or a name that was typed into a column of codes or figures is not kept,
/// only what it looks like («[похоже на номер паспорта]»). A cell that says whose row it is makes the row be rejected.
/// </summary>
internal sealed class CellScreen
{
    /// <summary>Rule by which a row is rejected whose code is personal.</summary>
    public const string Rule = "code.personal";
    private const string Prefix = "[похоже на ";
    private const int Short = 5;
    private readonly PrivacyFilter _privacy;
    private readonly bool _keepsUnread;
    private readonly CellShape?[] _shapes;
    private readonly bool[] _isRead;
    private readonly byte[]?[] _last;
    private readonly KeptTexts.Texts[] _kept;
    private readonly int[] _headerOf;
    private readonly string[] _headers;
    private RowFollower _follower;

    /// <param name="privacy">Rules.</param>
    /// <param name="plan">The columns of the sheet.</param>
    /// <param name="codeSystem">System of school codes of a mapped table; null for a layout.</param>
    /// <param name="kept">What was looked through in earlier sheets.</param>
    /// <param name="keepsUnread">Whether cells of columns that nothing reads are kept anywhere; if not, they need not be looked through.</param>
    public CellScreen(PrivacyFilter privacy, SheetPlan plan, string? codeSystem, KeptTexts kept, bool keepsUnread)
    {
        (_privacy, _keepsUnread) = (privacy, keepsUnread);
        var width = plan.Headers.Count;
        _headers = [.. plan.Headers.Select(HeaderText.Normalize)];
        _headerOf = [.. Enumerable.Range(0, width)];
        (_shapes, _isRead, _last) = (new CellShape?[width], new bool[width], new byte[]?[width]);
        foreach (var (field, column) in plan.Fields)
        {
            var shape = codeSystem is not null ? privacy.Shapes.OfMapped(field, codeSystem) : plan.Layout.Columns.Find(c => c.Field == field) is { } entry ? privacy.Shapes.Of(plan.Layout, entry) : null;
            foreach (var c in plan.Span(column)) (_shapes[c], _isRead[c], _headerOf[c]) = (shape ?? _shapes[c], true, column);
        }

        foreach (var task in plan.Tasks) (_shapes[task.Column], _isRead[task.Column]) = (privacy.Shapes.Number, true);
        _kept = [.. Enumerable.Range(0, width).Select(c => kept.Of(_shapes[c], _isRead[c], _headers[_headerOf[c]]))];
    }

    /// <summary>Cleans the cells of a row in place.</summary>
    /// <param name="dropped">Columns (0-based) that are not kept anyway.</param>
    /// <returns>The column (0-based, that of the header) whose text rejects the row, with what it looks like; null when there is none.</returns>
    public (int Column, string LooksLike)? Clean(RowBuffer row, IReadOnlySet<int> dropped)
    {
        Dictionary<int, string>? changed = null;
        (int, string)? personal = null;
        // Nearly every cell is a score, a mark or a short code; the others (login, school, municipality) repeat from row to row. What was changed is not the row of its reader any more and shares nothing.
        for (var c = row.NextLonger(_follower.Follow(row), Short); c >= 0; c = row.NextLonger(c + 1, Short))
        {
            if (!_keepsUnread && (c >= _isRead.Length || !_isRead[c])) continue;
            var cell = row[c];
            if (cell.Length == 6 && cell.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) continue;
            if (c < _last.Length && _last[c] is { } last && cell.SequenceEqual(last)) continue;
            if (dropped.Contains(c)) continue;
            if (c < _kept.Length && _kept[c].Contains(cell))
            {
                _last[c] = cell.ToArray();
                continue;
            }

            var (shape, isRead) = c < _shapes.Length ? (_shapes[c], _isRead[c]) : (null, false);
            var (text, looksLike, rejects) = Look(Encoding.UTF8.GetString(cell), shape, isRead, c < _headers.Length ? _headers[_headerOf[c]] : "");
            if (text is null)
            {
                if (c >= _kept.Length) continue;
                _last[c] = cell.ToArray();
                _kept[c].Add(cell);
                continue;
            }

            (changed ??= [])[c] = text;
            if (rejects) personal ??= (_headerOf[c], looksLike);
        }

        if (changed is not null) Refill(row, changed);
        return personal;
    }

    // Apart: what a lambda takes with it is made for every row of a method that has one.
    private static void Refill(RowBuffer row, Dictionary<int, string> changed) =>
        row.Refill([.. Enumerable.Range(0, row.Count).Select(c => changed.GetValueOrDefault(c) ?? row.Text(c))]);

    /// <summary>The cells of a row of a block form with every personal number, date or full name replaced.</summary>
    public static void Clean(PrivacyFilter privacy, string[] cells)
    {
        var label = privacy.Shapes["label", "privacy.yml"];
        for (var c = 0; c < cells.Length; c++)
            if (cells[c].Length > Short && privacy.Shapes.LooksLike(Fold(cells[c]), label, isRead: true, out _) is { } looksLike) cells[c] = Placeholder(looksLike);
    }

    private (string? Text, string LooksLike, bool Rejects) Look(string cell, CellShape? shape, bool isRead, string header)
    {
        var looksLike = _privacy.Shapes.LooksLike(Fold(cell), shape, isRead, out var isWord);
        if (looksLike is null && shape is not { Redact: true }) return (null, "", false);
        // Printed pages repeat the header.
        if (header.Length > 0 && HeaderText.Normalize(cell) == header) return (null, "", false);
        if (looksLike is not null) return (Placeholder(looksLike), "похоже на " + looksLike, shape is { Rejects: true } && !isWord);
        var redacted = _privacy.Redact(cell);
        return (ReferenceEquals(redacted, cell) || redacted == cell ? null : redacted, "", false);
    }

    /// <summary>Whether the text stands in place of a date, which Excel also makes of «9-1» and «1-2»: no sign that a row has slipped.</summary>
    public static bool IsDatePlaceholder(string text) => text == Placeholder("дату");

    /// <summary>Whether the text stands in place of one that was not kept.</summary>
    public static bool IsPlaceholder(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    private static string Placeholder(string looksLike) => $"{Prefix}{looksLike}]";

    private static string Fold(string cell) => HeaderText.OneLine(cell).Trim();
}
