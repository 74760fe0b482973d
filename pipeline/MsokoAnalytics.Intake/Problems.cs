namespace MsokoAnalytics.Intake;

/// <summary>The messages about whole files, in one place so that they stay alike in tone and always end with what to do.</summary>
internal static class Problems
{
    /// <summary>Where a header was looked for.</summary>
    public static string FirstRows(int rows) => rows == 1 ? "в первой строке" : $"в первых {rows} строках";

    public static IntakeException Empty() => new("file.empty", "файл пуст", "выгрузите отчёт заново и проверьте, что файл открывается");

    public static IntakeException Password(Exception? e = null) => new("file.password", "файл защищён паролем",
        "откройте файл в Excel, снимите пароль («Файл → Сведения → Защита книги») и сохраните", e);

    public static IntakeException DamagedWorkbook(Exception? e = null) => new("file.damaged", "книга Excel повреждена или загружена не полностью",
        "скачайте файл заново; если он открывается в Excel с восстановлением, сохраните его под новым именем", e);

    public static IntakeException NotAWorkbook() => new("file.not_workbook", "это архив, но не книга Excel", "распакуйте архив и положите в папку сами таблицы");

    public static IntakeException Html() => new("file.html", "это веб-страница, сохранённая с расширением таблицы",
        "откройте файл в Excel и сохраните как «Книга Excel (*.xlsx)»");

    public static IntakeException Pdf() => new("file.pdf", "это документ PDF, таблицы из него не загружаются", "выгрузите те же данные в XLSX или CSV");

    public static IntakeException Binary() => new("file.binary", "формат файла не распознан", "ожидаются XLSX, XLS или CSV");

    public static IntakeException Locked(Exception e) => new("file.locked", "файл занят другой программой или нет прав на чтение",
        "закройте файл в Excel и повторите", e);

    public static IntakeException Vanished(Exception e) => new("file.vanished", "файл исчез во время загрузки", "проверьте сетевую папку или диск и повторите", e);

    public static IntakeException ZipBomb(string what) => new("file.zip_bomb", $"книга подозрительно велика: {what}",
        "проверьте происхождение файла; пределы задаются в sources/limits.yml");

    public static IntakeException ManifestQuotes(IReadOnlyList<int> lines) => new("manifest.quotes",
        $"в manifest.csv нарушены кавычки, пропущены строки: {string.Join(", ", lines)}", "исправьте строки в текстовом редакторе и повторите");

    public static IntakeException TooWide(int columns, int limit) => new("sheet.too_wide", $"на листе {columns} столбцов, допускается {limit}",
        "удалите лишние столбцы или поднимите предел в sources/limits.yml");
}
