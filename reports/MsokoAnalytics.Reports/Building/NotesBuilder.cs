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

        return new NotesSection(method, Scales(context), [.. files.Take(MostFiles)], files.Count, Legal);
    }

    private static List<string> Scales(BuildContext context)
    {
        var list = new List<string>();
        foreach (var group in context.Works.GroupBy(w => (Status: w.ScaleStatus ?? "нет", Source: w.ScaleSource ?? string.Empty)).OrderBy(g => g.Key.Status, StringComparer.Ordinal))
        {
            var works = string.Join(", ", group.Select(w => $"{w.Subject}\u00A0{w.Grade.ToString(CultureInfo.InvariantCulture)}"));
            list.Add(group.Key.Status switch
            {
                "official" => $"Официальная шкала{Of(group.Key.Source)}: {works}.",
                "допущение" => $"Допущение — шкала ближайшего года{Of(group.Key.Source)}: {works}.",
                "нет" => $"Шкалы нет, отметки взяты из файла, если они там есть: {works}.",
                var other => $"{other}{Of(group.Key.Source)}: {works}.",
            });
        }

        return list;
    }

    private static string Of(string source) => source.Length == 0 ? string.Empty : $" ({source})";
}
