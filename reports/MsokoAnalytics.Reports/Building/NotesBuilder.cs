using System.Globalization;
using MsokoAnalytics.Reports.Model;

namespace MsokoAnalytics.Reports.Building;

/// <summary>What the figures mean, on which scales and files they rest, and the legal line.</summary>
internal static class NotesBuilder
{
    internal const string Legal =
        "Использование результатов ВПР для оценки деятельности образовательных организаций и педагогических работников не предусмотрено "
        + "(письмо Рособрнадзора от 18.04.2025 № 02-86).";

    private const int MostFiles = 24;

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
                "Точные биномиальные границы (95 и 99,8 %) вокруг доли муниципалитета: так разошлись бы школы из-за одной случайности. Школы различаются составом учеников и условиями, "
                + "поэтому выход за границы — признак, требующий анализа. Номер точки — номер школы в алфавитном списке."));
        }

        if (hasDynamics)
        {
            method.Add(new Conclusion(
                "Динамика.",
                "Сравниваются разные наборы учащихся одного класса. Первичные баллы разных лет не сравниваются; пропущенные волны не восстанавливаются. С 2025 года работы переработаны."));
        }

        var named = files.Order(StringComparer.Ordinal).Take(MostFiles).ToList();
        return new NotesSection(method, Scales(context), ByFolder(named), files.Count, files.Count - named.Count, Legal);
    }

    /// <summary>«folder: file, file», so that the folder is named once.</summary>
    private static List<string> ByFolder(List<string> files) =>
    [
        .. files.Select(f => f.Replace('\\', '/')).GroupBy(f => f.LastIndexOf('/') is var slash and > 0 ? f[..slash] : string.Empty, StringComparer.Ordinal)
            .Select(g => (g.Key.Length == 0 ? string.Empty : g.Key + ": ") + string.Join(", ", g.Select(f => f[(f.LastIndexOf('/') + 1)..]))),
    ];

    private static List<Conclusion> Scales(BuildContext context)
    {
        var list = new List<Conclusion>();
        foreach (var group in context.Works.GroupBy(w => (Status: w.ScaleStatus ?? "нет", Source: w.ScaleSource ?? string.Empty)).OrderBy(g => g.Key.Status, StringComparer.Ordinal))
        {
            var works = string.Join(", ", group.Select(w => $"{w.Subject}\u00A0{w.Grade.ToString(CultureInfo.InvariantCulture)}"));
            var source = group.Key.Source.Length == 0 ? string.Empty : group.Key.Source + ": ";
            var lead = group.Key.Status switch
            {
                "official" => "Официальная шкала.",
                "допущение" => "Допущение: шкала ближайшего года.",
                "нет" => "Шкалы нет, отметки только из файлов.",
                var other => $"Шкала: {other}.",
            };
            list.Add(new Conclusion(lead, source + works + "."));
        }

        return list;
    }
}
