<?php
// Installs WordPress without a browser: php install.php SITE, with PEER_SOCKET and PEER_PASSWORD_FILE set.
mysqli_report( MYSQLI_REPORT_OFF );
$deadline = microtime( true ) + 30;
do {
	usleep( 50000 );
	$database = @mysqli_connect( null, 'root', '', '', 0, getenv( 'PEER_SOCKET' ) );
} while ( ! $database && microtime( true ) < $deadline );
if ( ! $database ) {
	fwrite( STDERR, 'The database did not start: ' . mysqli_connect_error() . "\n" );
	exit( 1 );
}
mysqli_query( $database, 'CREATE DATABASE peer CHARACTER SET utf8mb4' );
mysqli_close( $database );

define( 'WP_INSTALLING', true );
$_SERVER['HTTP_HOST']      = '127.0.0.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install( 'Jobs', 'admin', 'admin@jobs.example', true, '', bin2hex( random_bytes( 12 ) ) );
update_option( 'permalink_structure', '/%postname%/' );
update_option( 'timezone_string', 'Europe/Berlin' );
switch_theme( 'plain' );

$administrator = get_role( 'administrator' );
foreach ( get_post_type_object( 'job_listing' )->cap as $capability ) {
	$administrator->add_cap( $capability );
}
$administrator->add_cap( 'manage_job_listings' );
foreach ( array( 'Full Time', 'Part Time', 'Temporary', 'Freelance', 'Internship' ) as $name ) {
	wp_insert_term( $name, 'job_listing_type' );
}
flush_rewrite_rules( false );

$user = get_user_by( 'login', 'admin' );
list( $password ) = WP_Application_Passwords::create_new_application_password( $user->ID, array( 'name' => 'Job ads' ) );
file_put_contents( getenv( 'PEER_PASSWORD_FILE' ), $password );
