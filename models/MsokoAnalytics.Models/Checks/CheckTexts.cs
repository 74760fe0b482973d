namespace MsokoAnalytics.Models.Checks;

/// <summary>When a check of a kind matters and what to do about it, for checks whose contract says nothing of its own.</summary>
internal static class CheckTexts
{
    private const string Defect = "сообщите разработчикам: это ошибка расчёта, прежние таблицы остались";

    private const string LookAtFile = "посмотрите файл и строку (msoko lineage) и сверьте значение с исходной выгрузкой";

    public static (string When, string Fix) Of(CheckKind kind) => kind switch
    {
        CheckKind.NotNull => ("всегда: строки без этих значений выпадают из сумм и сравнений", $"{LookAtFile}; если в файле значение есть, {Defect}"),
        CheckKind.Unique => ("всегда: повтор удваивает числа", Defect),
        CheckKind.AcceptedValues => ("всегда: строка с незнакомым значением не попадёт ни в одну группу", $"{LookAtFile}; новое верное значение добавляется в описание модели"),
        CheckKind.Relationships => ("всегда: строки без пары выпадают из отчётов", Defect),
        CheckKind.InRange => ("всегда: одно невозможное значение искажает средние", LookAtFile),
        CheckKind.RowCount => ("когда сверяют полноту загрузки", "сверьте состав папки: msoko quality показывает, чего не хватает и что лишнее"),
        _ => ("всегда", LookAtFile),
    };
}
