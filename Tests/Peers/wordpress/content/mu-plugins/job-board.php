<?php
/**
 * Plugin Name: Job board of the tests
 * Description: Makes of WordPress what a job board plugin makes of it, as far as its REST interface goes: a post type,
 *              its statuses, job types and meta with the same names, types, rights and silent corrections.
 */

add_action(
	'init',
	function () {
		register_post_type(
			'job_listing',
			array(
				'label'           => 'Jobs',
				'public'          => true,
				'has_archive'     => 'jobs',
				'rewrite'         => array( 'slug' => 'job' ),
				'capability_type' => 'job_listing',
				'map_meta_cap'    => true,
				'supports'        => array( 'title', 'editor', 'custom-fields', 'author' ),
				'show_in_rest'    => true,
				'rest_base'       => 'job-listings',
			)
		);
		foreach ( array( 'expired', 'preview' ) as $status ) {
			register_post_status( $status, array( 'public' => $status === 'expired', 'protected' => true, 'exclude_from_search' => true ) );
		}
		$manage = array_fill_keys( array( 'manage_terms', 'edit_terms', 'delete_terms', 'assign_terms' ), 'manage_job_listings' );
		register_taxonomy(
			'job_listing_type',
			'job_listing',
			array(
				'label'        => 'Job types',
				'public'       => true,
				'hierarchical' => true,
				'show_in_rest' => true,
				'rest_base'    => 'job-types',
				'capabilities' => $manage,
			)
		);
		job_board_register_meta();
	}
);

function job_board_register_meta() {
	$edit   = function ( $allowed, $key, $id ) {
		return current_user_can( 'edit_post', $id );
	};
	$manage = function () {
		return current_user_can( 'manage_job_listings' );
	};
	$text   = 'sanitize_text_field';
	$flag   = function ( $value ) {
		return empty( $value ) ? 0 : 1;
	};
	$day    = function ( $value ) {
		$day = DateTimeImmutable::createFromFormat( '!Y-m-d', (string) $value );
		return $day && $day->format( 'Y-m-d' ) === $value ? $value : '';
	};
	$reach  = function ( $value ) {
		return is_email( $value ) ? $value : esc_url_raw( $value );
	};
	$meta   = array(
		'_job_location'        => array( 'string', $text, $edit ),
		'_application'         => array( 'string', $reach, $edit ),
		'_company_name'        => array( 'string', $text, $edit ),
		'_company_website'     => array( 'string', 'esc_url_raw', $edit ),
		'_filled'              => array( 'integer', $flag, $edit ),
		'_featured'            => array( 'integer', $flag, $manage ),
		'_job_expires'         => array( 'string', $day, $manage ),
		'_remote_position'     => array( 'integer', $flag, $edit ),
		'_job_salary'          => array( 'string', $text, $edit ),
		'_job_salary_currency' => array( 'string', $text, $edit ),
		'_job_salary_unit'     => array( 'string', $text, $edit ),
	);
	foreach ( $meta as $key => list( $type, $sanitize, $authorise ) ) {
		register_post_meta(
			'job_listing',
			$key,
			array(
				'type'              => $type,
				'single'            => true,
				'show_in_rest'      => true,
				'sanitize_callback' => $sanitize,
				'auth_callback'     => $authorise,
			)
		);
	}
}
