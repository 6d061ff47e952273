"""What may be written from outside, model by model; all other fields of ours are technical.

A new field fails a test until it stands here, or is declared `readonly`. A One2many is written by
its lines, which have guards of their own.
"""

EDITABLE = {
    "kam.action": """
        after_id contact_id continued_line_ids date_deadline date_done date_start decision_ids
        deputy_role_id description effort gap_ids is_shared lead_id name objective_id plan_id
        priority progress repeat_every repeat_unit repeat_until role_id sequence state user_id
        weight
    """,
    "kam.action.done": "action_ids feedback",
    "kam.appraisal": """
        account_id action_id active company_id effect effect_unknown evidence force_id horizon
        is_red_flag is_shared kind name objective_id rank risk_id side source value_id
    """,
    "kam.assessment": "account_id criterion_id rater_id reason round_id score",
    "kam.assessment.result": """
        account_id rater_ids reason round_id target_attractiveness target_strength
    """,
    "kam.assessment.round": """
        candidate_domain candidate_limit company_id criterion_ids cut_attractiveness cut_strength
        date name pilot_size rater_ids result_ids
    """,
    "kam.buying.center": """
        account_id active budget budget_date_end budget_date_start child_ids company_id decides
        decision_process initiatives name parent_id partner_id sequence
        whitespace_ids
    """,
    "kam.buying.role": "abbreviation active color description name sequence",
    "kam.competitor.position": """
        account_id active company_id competitor_id customer_values evidence our_answer strength
    """,
    "kam.capacity": "company_id share user_id",
    "kam.capacity.move": "from_user_id plan_ids user_id",
    "kam.change.dismiss": "change_ids reason",
    "kam.change.thresholds": """
        drift_percent fall_percent fall_share late_days order_share overdue_days overdue_share
        pace_percent silence_factor slip_days
    """,
    "kam.criterion": """
        active anchor_0 anchor_10 anchor_3 anchor_7 axis bad good is_revenue_based measure_id method
        months name reading sequence source validity_months weight
    """,
    "kam.customer.goal": """
        account_id active buying_center_id child_ids company_id contact_id evidence horizon
        is_shared kind name parent_id sequence source
    """,
    "kam.deck.create": "lang mode plan_id review_id template_id",
    "kam.deck.template": "active company_id file file_name mode name sequence",
    "kam.delivery": "needs note",
    "kam.delivery.note": "account_id company_id is_shared name needs res_id res_model",
    "kam.force": """
        alterable effect_ids evidence is_judgement is_shared kind name objective_id
        plan_id reason source strength
    """,
    "kam.force.effect": "action_id expected_strength force_id",
    "kam.gap": "date_deadline owner_id",
    "kam.health.input": """
        active alarm bad good measure_id method minimum_count minutes months name reading sequence
        source tier_id todo weight
    """,
    "kam.influence": "direction kind note source_id strength target_id",
    "kam.investment": """
        amount analytic_account_id date_end date_start expected_return hours is_shared kind name
        note plan_id state user_id
    """,
    "kam.key.date": """
        account_id active buying_center_id company_id date is_shared is_yearly kind lead_days name
        note user_id
    """,
    "kam.measure": """
        active aggregate date_path denominator_id description direction domain entry_mode
        fallback_date_path field_name forecast_measure_id kind model_name name numerator_id
        offering_path partner_path rate_path sequence source unit
    """,
    "kam.measure.entry": "account_id company_id date measure_id note value",
    "kam.objective": """
        action_ids benefit_for customer_gain date_deadline date_start goal_ids horizon is_shared
        name offering_ids our_gain plan_id progress_manual progress_mode progress_reason sequence
        state target_ids user_id weight
    """,
    "kam.offering": """
        active category_ids child_ids company_id description name parent_id
        product_ids sequence whitespace_ids
    """,
    "kam.plan": """
        action_ids active color company_id confidentiality date_end date_start is_shared
        lead_ids left_out_action_ids member_ids name next_plan_ids next_review_date
        objective_ids partner_id prepared_date properties review_ids review_interval
        section_ids show_actions show_appraisal show_changes show_competitors
        show_deliveries show_figures show_forces show_goals show_investments show_key_dates
        show_map show_objectives
        show_reviews show_risks show_sections show_strategy_map show_survey show_targets show_team
        show_values
        show_whitespace sponsor_id stage_key state target_ids template_id tier_id
        unassigned_action_ids
        user_id value_ids
        charter_ids global_currency_id global_plan_id is_global local_plan_ids narrative_ids
    """,
    "kam.plan.approve": "action_ids plan_ids",
    "kam.plan.confirm": "line_ids plan_id",
    "kam.plan.confirm.line": "is_chosen",
    "kam.plan.create": """
        company_id date_end date_start partner_id sponsor_id template_id user_id
    """,
    "kam.plan.hand.over": """
        action_ids lead_ids objective_ids plan_ids review_ids sponsor_id user_id
    """,
    "kam.plan.mass": "plan_ids reason step",
    "kam.plan.next.period": "action_ids date_end date_start objective_ids plan_id",
    "kam.plan.print": "block_ids lang layout plan_ids",
    "kam.plan.print.block": "is_printed name print_id",
    "kam.plan.section": "chapter content is_overview is_shared name plan_id question sequence",
    "kam.plan.send.back": "plan_ids reason",
    "kam.plan.setup": "content person_ids plan_id target_ids",
    "kam.plan.setup.person": "is_chosen",
    "kam.plan.setup.target": "growth is_chosen target_value",
    "kam.plan.template": """
        action_ids active board_review_interval company_id criterion_ids
        customer_review_interval description duration field_ids
        makes_gap_actions name objective_ids plan_ids required_role_ids review_interval
        section_ids sequence
        show_actions show_appraisal show_changes show_competitors
        show_deliveries show_figures show_forces
        show_goals show_investments show_key_dates show_map show_objectives show_reviews
        show_risks show_sections show_strategy_map show_survey show_values
        show_targets show_team show_whitespace stage_key tier_id version_ids
    """,
    "kam.plan.template.action": """
        after_id deputy_role_id description due_days effort name objective_id priority role_id
        sequence start_days template_id
    """,
    "kam.plan.template.field": "choices name sequence template_id type",
    "kam.plan.template.objective": """
        benefit_for customer_gain due_months horizon name our_gain role_id sequence template_id
        weight
    """,
    "kam.plan.template.section": "chapter is_overview name question sequence template_id",
    "kam.plan.template.version": "number plan_properties_definition template_id",
    "kam.proof": "name note",
    "kam.proof.reckon": "company_id months",
    "kam.relationship": "level_actual level_desired owner_id stakeholder_id user_id",
    "kam.relationship.traffic": "partner_id",
    "kam.reward.line": """
        component kind name objective_id scheme_id step step_reason target_id user_id weight
    """,
    "kam.reward.scheme": """
        cap company_id currency_id curve date_end date_start deferred_share line_ids name
        statement_ids team_share
    """,
    "kam.reward.statement": """
        answer date_end date_start objection reason scheme_id target_amount user_id
    """,
    "kam.reward.what.if": "attained line_id statement_id",
    "kam.review": """
        agenda coach_id contact_ids customer_agenda customer_minutes date_held date_planned
        decision_ids duration item_ids kind minutes move_reason name plan_id presenter_id
        reviewer_ids state user_ids
    """,
    "kam.review.criterion": "active anchor_1 anchor_2 anchor_3 anchor_4 name sequence",
    "kam.review.decision": """
        contact_id date_deadline name objective_id review_id sequence user_id
    """,
    "kam.review.item": """
        duration minutes name reason review_id sequence title visibility
    """,
    "kam.review.postpone": "date_planned reason review_ids step",
    "kam.review.rating": "criterion_id reason review_id score",
    "kam.risk": """
        accepted_by_id accepted_until action_ids amount description impact inherent_impact
        inherent_probability is_shared name plan_id probability reason response state
        target_impact target_probability user_id
    """,
    "kam.score": "components confidence kind res_id res_model total",
    "kam.stakeholder": """
        account_id answer_ids buying_center_id company_id decision_criteria dotted_manager_id
        dotted_report_ids gap_ids influence influence_from_ids influence_to_ids manager_id name
        needs note parked_reason partner_id relationship_ids report_ids role_ids seniority
        sequence support title touch_interval
    """,
    "kam.stakeholder.answer": "answer contest_reason is_contested question_id stakeholder_id",
    "kam.stakeholder.question": "about active name sequence",
    "kam.target": """
        baseline date_end date_start measure_id note objective_id offering_id plan_id
        stretch_value target_value
    """,
    "kam.share": "access_ids attachment_ids intro name plan_id",
    "kam.share.access": """
        can_act can_agree can_comment date_expires mail_answers mail_reminders mail_versions
        partner_id share_id
    """,
    "kam.share.check": "is_acknowledged line_ids mode note reason",
    "kam.share.check.line": "is_shared",
    "kam.survey.answer": "comment contact_id question_id round_id score",
    "kam.survey.question": "active criterion_id high low name sequence",
    "kam.survey.reply": "answers contact_id round_id side",
    "kam.share.reply": "is_acknowledged reason share_id text",
    "kam.survey.round": "date date_deadline plan_id",
    "kam.target.generate": """
        date_start measure_id objective_id offering_id plan_id split stretch_value target_value
        with_year
    """,
    "kam.team.member": """
        contact_id counterpart_id country_id plan_id responsibilities role_id sequence user_id
    """,
    "kam.team.role": "active description name sequence side",
    "kam.step": "letter",
    "kam.step.decide": """
        date is_exit letter line_ids plan_id reason recheck_date stage_key tier_id user_id
    """,
    "kam.step.decide.line": "decision user_id words",
    "kam.tier": """
        active board_review_interval color customer_review_interval description expected_people
        name person_hours sequence service template_id
    """,
    "kam.user.leave": "heir_id user_ids",
    "kam.value": """
        answer_ids baseline_value currency_id current_value date_deadline date_end date_start
        direction evidence goal_id is_hard is_shared kind measure_id method name objective_id
        offering_id our_share plan_id reading_ids rewarded_lead_id rewarded_order_id state
        target_value unit unit_value volume
    """,
    "kam.value.answer": """
        attachment_ids confirmed_amount contact_id date decision reason value_id
    """,
    "kam.value.criterion": "active description name sequence template_id",
    "kam.value.rate": "contact_id line_ids plan_id",
    "kam.value.rate.line": "criterion_id importance next_best rate_id us",
    "kam.value.rating": "contact_id criterion_id importance next_best plan_id us",
    "kam.value.reading": "current_value date evidence value_id volume",
    "kam.whitespace": """
        account_id buying_center_id company_id competitor_id contract_end is_shared lead_ids
        need note offering_id potential_manual potential_source state state_manual
        success_chance
    """,
    "res.users": """
        kam_heir_id kam_map_person_ids kam_plan_ids kam_remind_action kam_remind_band
        kam_remind_key_date kam_remind_pace kam_remind_review kam_remind_risk kam_remind_stale
        kam_remind_touch kam_remind_value kam_share_contact kam_stakeholder_ids kam_tier_id
    """,
}
