namespace MsokoAnalytics.Intake.Tests.Support;

/// <summary>A small folder with one file of every kind, good and bad, for tests of repetition and interruption.</summary>
internal static class MixedFolder
{
    public static void Write(TempFolder folder, int pupils = 40)
    {
        foreach (var form in VprForm.All.Values)
        {
            var rows = Enumerable.Range(0, pupils).Select(i => (i % 10) switch
            {
                3 => new Pupil($"4{i:0000}") { Journal = "нет отметки" },
                5 => new Pupil($"4{i:0000}") { Scores = [null, null, null], Total = 0, Mark = null },
                7 => new Pupil($"4{i:0000}") { Scores = [2, "?", 3], Total = 5 },
                8 => new Pupil($"4{i - 1:0000}"),
                9 => new Pupil($"4{i:0000}") { Journal = "ж" },
                _ => new Pupil($"4{i:0000}"),
            });
            folder.WriteBytes($"{form.LayoutId}/{form.FileName}.xlsx", form.Xlsx([.. rows]));
        }

        folder.WriteBytes("Ф3.csv", TextTable.ToBytes([.. Forms.AggregateFormTests.F3Head, ["Вся выборка", 35589, 1722202, 5.06, 32.92, 44.33, 17.69], ["Регион", 1, "x", 1, 1, 1, 1]], ';', "windows-1251"));
        folder.WriteBytes("Сравнение.xlsx", Book.Of("МА 4 Сравнение отметок с отметк", [.. Forms.AggregateFormTests.WideHead, ["МБОУ «СОШ №1»(edu200001)", 93, 55.91, 52, 39.78, 37, 4.3, 4]]));
        folder.WriteBytes("журнал/progress.xlsx", Book.Of("Лист1", [["Отчет об успеваемости и посещаемости ученика"],
            .. Forms.JournalExportTests.ProgressBlock("Первый", ["Март", "Апрель"], ["31", "1"], ["Алгебра", "5", "Н 3/3", "3.67", "0", "4"], ["Химия", "?", null, "0", "0"])]));
        folder.WriteBytes("журнал/tabel.xlsx", Book.Of("Лист1", [["Табель успеваемости учащегося"], .. Forms.JournalExportTests.CardBlock("Первый", ["1", "Алгебра", "2.86", "0", "3", "3.38", "3.4", "3", "3"])]));
        folder.WriteBytes("битый.xlsx", VprForm.All["vpr_f1"].Xlsx(Pupil.Good("40001"))[..900]);
        folder.WriteBytes("чужой.xlsx", Book.Of("Лист1", ["что-то", "иное"]));
        folder.WriteBytes("копия/Ф3 (2).csv", File.ReadAllBytes(folder.PathOf("Ф3.csv")));
    }
}
