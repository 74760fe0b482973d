using System.Globalization;
using MsokoAnalytics.DemoData.Tables;

namespace MsokoAnalytics.DemoData.Wide;

/// <summary>
/// <c>corrections.csv</c>: misprints that stand in the files of conditions and what is right instead. The truth holds what is right, so the marts agree with it only when
/// the corrections are applied. One line speaks of a value that the file does not have (the file was issued anew meanwhile): its guard keeps it from being applied.
/// </summary>
internal sealed class CorrectionFile
{
    private readonly List<object?[]> _lines = [];

    public bool Empty => _lines.Count == 0;

    /// <param name="row">Row of the sheet, from 1.</param>
    /// <param name="was">What the correction expects to find.</param>
    public void Add(string table, string path, int row, string column, object was, object becomes, string reason, DateOnly day) =>
        _lines.Add([table, path, null, row, column, Text(was), Text(becomes), reason, "методист", day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)]);

    public void Write(TableFiles files, DateOnly day) =>
        files.Write("corrections.csv", CsvDialect.Utf8WithBom, day, [], ["Таблица", "Файл", "Лист", "Строка", "Столбец", "Было", "Стало", "Причина", "Автор", "Дата"], _lines);

    private static string Text(object value) => Convert.ToString(value, CultureInfo.GetCultureInfo("ru-RU"))!;
}
