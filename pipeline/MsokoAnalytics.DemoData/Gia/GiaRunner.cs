using MsokoAnalytics.DemoData.Output;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Gia;

/// <summary>Writes ОГЭ, ГВЭ and ЕГЭ of every year of the demo, with resits, appeals and September, and the truth about them.</summary>
internal static class GiaRunner
{
    /// <summary>Of 2020 there is nothing: the exams of the ninth grade were cancelled.</summary>
    private const int FirstYear = 2021;

    /// <summary>A row takes some 0.6 KB in that format.</summary>
    private const int MostRowsOfXls = 8_000;

    public static List<WrittenFile> Write(Region region, OutputFolder output, CancellationToken cancellation)
    {
        var files = new GiaFiles(output, region.Seed, region.Options.DirtLevel > 0);
        var truth = new GiaTruth();
        foreach (var year in region.Options.Years.Order().Where(y => y >= FirstYear))
        {
            cancellation.ThrowIfCancellationRequested();
            var simulator = new GiaSimulator(region, year);
            foreach (var grade in new[] { 9, 11 })
            {
                var persons = simulator.Graduates(grade);
                truth.Add(year, grade, persons);
                var sittings = persons.SelectMany(p => p.Sittings).ToList();
                if (grade == 9) Ninth(files, year, sittings);
                else Eleventh(files, year, sittings);
            }
        }

        truth.Write(output);
        return files.Written;
    }

    private static void Ninth(GiaFiles files, int year, List<GiaSitting> sittings)
    {
        var folder = FormattableString.Invariant($"ГИА {year}/ОГЭ");
        var oge = sittings.FindAll(s => s.Exam.Procedure == "ОГЭ");
        var main = oge.FindAll(s => s.Period == GiaPeriod.Main);
        files.Protocol($"{folder}/Основной период/Русский язык.xlsx", "gia_oge", main.Where(s => s.Exam.Subject == "РУ"));
        files.Protocol($"{folder}/Основной период/Математика.csv", "gia_oge", main.Where(s => s.Exam.Subject == "МА"));
        SeveralExams(files, $"{folder}/Основной период/Предметы по выбору", main.FindAll(s => s.Exam.Subject is not ("РУ" or "МА")));
        SeveralExams(files, $"{folder}/Резервные дни/Протоколы", oge.FindAll(s => s.Period == GiaPeriod.Reserve));
        SeveralExams(files, $"{folder}/Дополнительный период/Протоколы", oge.FindAll(s => s.Period == GiaPeriod.Additional));
        files.Appeals($"{folder}/Апелляции.xlsx", "gia_oge_appeal", "Оценка", oge);
        files.Protocol(FormattableString.Invariant($"ГИА {year}/ГВЭ/ГВЭ-9.xlsx"), "gia_oge", sittings.Where(s => s.Exam.Procedure == "ГВЭ"));
        files.Appeals(FormattableString.Invariant($"ГИА {year}/ГВЭ/Апелляции.xlsx"), "gia_oge_appeal", "Оценка", sittings.Where(s => s.Exam.Procedure == "ГВЭ"));
    }

    /// <summary>Exams one below another come as Excel 97 files; whole regions do not fit into one.</summary>
    private static void SeveralExams(GiaFiles files, string path, List<GiaSitting> sittings) =>
        files.Protocol(path + (sittings.Count > MostRowsOfXls ? ".xlsx" : ".xls"), "gia_oge", sittings);

    private static void Eleventh(GiaFiles files, int year, List<GiaSitting> sittings)
    {
        var folder = FormattableString.Invariant($"ГИА {year}/ЕГЭ");
        var layout = year % 2 == 0 ? "gia_ege_compact" : "gia_ege_regional";
        foreach (var exam in sittings.Where(s => s.Period == GiaPeriod.Main).GroupBy(s => s.Exam))
            files.Protocol($"{folder}/Основной период/{exam.Key.Code} {exam.Key.Name}.xlsx", layout, exam);
        files.Protocol($"{folder}/Резервные дни/Протоколы.xlsx", layout, sittings.Where(s => s.Period == GiaPeriod.Reserve));
        files.Protocol($"{folder}/Дополнительный период/Протоколы.xlsx", layout, sittings.Where(s => s.Period == GiaPeriod.Additional));
        files.Appeals($"{folder}/Апелляции.xlsx", "gia_ege_appeal", "Тестовый балл", sittings);
    }
}
