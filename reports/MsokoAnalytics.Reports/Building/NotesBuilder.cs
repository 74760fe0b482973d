using System.Globalization;
using MsokoAnalytics.Reports.Model;

namespace MsokoAnalytics.Reports.Building;

/// <summary>What the figures mean, on which scales and files they rest, and the legal line.</summary>
internal static class NotesBuilder
{
    internal const string Legal =
        "Использование результатов ВПР для оценки деятельности образовательных организаций и педагогических работников не предусмотрено "
        + "(письмо Рособрнадзора от 18.04.2025 №\u00A002-86).";

    private const int MostFileNames = 8;

    internal static NotesSection Build(BuildContext context, IReadOnlyList<string> files, bool hasFunnels, bool hasDynamics, bool hasJournal)
    {
        var method = new List<Conclusion>
        {
            new("Участники.", "Писавшие — ученики с итоговым баллом; явка — их доля среди внесённых в протокол, включая отсутствовавших. n — число учеников, по которым посчитан показатель."),
            new("Отметки.", "Успеваемость — доля отметок «3», «4» и «5», качество — доля «4» и «5» среди учеников с отметкой. Под долей — 95-процентный доверительный интервал Уилсона."),
            new("Малые группы.", $"Если учеников меньше {SmallGroup.Threshold}, доли не приводятся и в выводах не участвуют."),
        };
        if (context.Comparisons.Count > 0)
        {
            method.Add(new Conclusion(
                "Сравнение.",
                "Разница дана в процентных пунктах (п.п.); полужирным — если значение сравнения лежит вне 95-процентного интервала. При многих сравнениях примерно каждое "
                + "двадцатое такое отличие случайно. Более широкая группа включает в себя сравниваемую."));
        }

        if (hasJournal)
        {
            method.Add(new Conclusion(
                "Журнал.",
                "Понизили, подтвердили, повысили — отметка за ВПР ниже, равна или выше отметки по журналу; учтены ученики, у которых есть обе. Двоек в журналах почти нет, поэтому доля "
                + "понизивших высока везде, где за ВПР есть «2»; само по себе это не говорит о необъективности."));
        }

        if (hasFunnels)
        {
            method.Add(new Conclusion(
                "Контрольные границы.",
                "Точные биномиальные границы (95 и 99,8\u00A0%) вокруг доли муниципалитета: так разошлись бы школы из-за одной случайности. Школы различаются составом учеников и условиями, "
                + "поэтому выход за границы — признак, требующий анализа. Номер точки — номер школы в алфавитном списке."));
        }

        if (hasDynamics)
        {
            method.Add(new Conclusion(
                "Динамика.",
                "Сравниваются разные наборы учащихся одного класса. Первичные баллы разных лет не сравниваются; пропущенные волны не восстанавливаются. С 2025 года работы переработаны."));
        }

        var (lines, named) = Files(files);
        return new NotesSection(method, Scales(context), lines, files.Count, files.Count - named, Legal);
    }

    /// <summary>
    /// «ВПР 2024: Ф1_Индивидуальные результаты.xlsx (28), …»: files of one name and one top folder are counted together, since a
    /// wave has a file per work and form. The full list is in the warehouse.
    /// </summary>
    private static (List<string> Lines, int Files) Files(IReadOnlyList<string> files)
    {
        var groups = files.Select(f => f.Replace('\\', '/')).Select(f => (Folder: f.Contains('/', StringComparison.Ordinal) ? f[..f.IndexOf('/', StringComparison.Ordinal)] : string.Empty, Name: f[(f.LastIndexOf('/') + 1)..]))
            .GroupBy(f => f).Select(g => (g.Key.Folder, g.Key.Name, Count: g.Count()))
            .OrderByDescending(g => g.Count).ThenBy(g => g.Folder, StringComparer.Ordinal).ThenBy(g => g.Name, StringComparer.Ordinal).Take(MostFileNames).ToList();
        return (
            [
                .. groups.GroupBy(g => g.Folder, StringComparer.Ordinal).Select(g => (g.Key.Length == 0 ? string.Empty : g.Key + ": ")
                    + string.Join(", ", g.Select(f => f.Name + (f.Count > 1 ? $" ({f.Count.ToString(CultureInfo.InvariantCulture)})" : string.Empty)))),
            ],
            groups.Sum(g => g.Count));
    }

    /// <summary>Where the marks come from and on which year's scale they or the boundaries rest.</summary>
    private static List<Conclusion> Scales(BuildContext context)
    {
        var list = new List<Conclusion>();
        foreach (var group in context.Works.GroupBy(w => (w.HasScale, Assumed: w.ScaleAssumed, w.ScaleYear, Marks: context.Result(w).MarkSource)))
        {
            var (hasScale, assumed, year, marks) = group.Key;
            var scale = year is { } known ? $"шкала {known.ToString(CultureInfo.InvariantCulture)}\u00A0года" : "шкала без указания года";
            var status = assumed ? " (допущение)" : " (официальная)";
            var lead = (hasScale, marks) switch
            {
                (false, "file" or "mixed") => "Отметки — из файлов, шкалы нет.",
                (false, _) => "Отметок нет: шкала неизвестна.",
                (true, "file") => $"Отметки — из файлов; границы на гистограммах — {scale}{status}.",
                (true, "mixed") => $"Отметки — из файлов, а где их там нет — {scale}{status}.",
                _ => $"Отметки — {scale}{status}.",
            };
            list.Add(new Conclusion(lead, string.Join(", ", group.Select(w => $"{w.Subject}\u00A0{w.Grade.ToString(CultureInfo.InvariantCulture)}")) + "."));
        }

        return list;
    }
}
