namespace MsokoAnalytics.Models.Tests.Domain;

/// <summary>Names other parts of the product and its users rely on; removing one is a breaking change.</summary>
public class PublishedColumnsTests
{
    private const string Keys = "year wave grade subject level scope scope_id ";

    [Theory]
    [InlineData("marts.mart_work_results", Keys + "n_enrolled n_writers n_absent mean_score sd_score max_score mean_pct n2 n3 n4 n5 pass_pct quality_pct pass_lo pass_hi quality_lo quality_hi mark_source source work_id")]
    [InlineData("marts.mart_journal_comparison", Keys + "n_both n_lowered n_confirmed n_raised n_gap2 lowered_pct confirmed_pct raised_pct lowered_lo lowered_hi raised_lo raised_hi work_id")]
    [InlineData("marts.mart_journal_matrix", Keys + "mark journal_mark n work_id")]
    [InlineData("marts.mart_score_distribution", Keys + "score n work_id")]
    [InlineData("marts.mart_task_results", Keys + "task task_no task_max mean_pct x_pct n work_id")]
    [InlineData("marts.mart_reconciliation", Keys + "official_kind metric our_value official_value difference tolerance verdict file_key work_id")]
    [InlineData("core.dim_municipality", "municipality_id region_code municipality_name")]
    [InlineData("core.dim_school", "school_id login_prefix school_name municipality_id is_special first_year last_year")]
    [InlineData("core.dim_school_name", "school_id year school_name")]
    [InlineData("core.dim_scale_version", "year grade subject level max_score min_3 min_4 min_5 status source scale_version_id")]
    [InlineData("core.dim_work", "work_id procedure year academic_year wave grade actual_grade subject subject_name level max_score min_3 min_4 min_5 scale_status scale_source")]
    [InlineData("core.dim_task", "work_id task_no label max_score difficulty")]
    [InlineData("core.dim_class_group", "class_id school_id academic_year actual_grade label")]
    [InlineData("core.fct_participant_result", "result_id work_id school_id municipality_id class_id participant_code variant sex attendance primary_score mark_given mark_by_scale mark mark_source journal_mark journal_state task_score task_is_x total_from_tasks file_key sheet_no row_no")]
    [InlineData("core.fct_task_score", "result_id work_id task_no score is_x")]
    [InlineData("marts.mart_gia_results", "exam_id year procedure subject math_level period scope scope_id municipality_id school_id scale n_rows n_participants n_absent n_void threshold threshold_status n_judged n_below_threshold below_pct below_lo below_hi n_primary mean_primary sd_primary mean_result sd_result n2 n3 n4 n5 n70plus n100")]
    [InlineData("marts.mart_gia_graduates", "year grade_level state scope scope_id municipality_id school_id n_graduates n_passed_all n_persons_below n_all_70_100 all_70_100_pct n_results_100 n_persons_100 n_certificate_known n_no_certificate n_medal_1_scores n_medal_2_scores has_additional_period")]
    [InlineData("core.fct_gia_result", "result_id exam_id person_no attempt_no period exam_date school_id municipality_id status is_valid scale primary_score result primary_before result_before is_appealed threshold is_below is_final is_final_main")]
    public void Model_keeps_its_columns(string model, string columns)
    {
        var declared = Infrastructure.Models.Project.Models.Single(m => m.FullName == model).Columns.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        Assert.Subset(declared, columns.Split(' ').ToHashSet(StringComparer.Ordinal));
    }
}
