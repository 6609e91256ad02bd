<?php
// The peer's configuration: a database behind a socket, and the address under which the visitor came.
define( 'DB_NAME', 'peer' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:' . getenv( 'PEER_SOCKET' ) );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );

// Application passwords over plain http are for local sites alone.
define( 'WP_ENVIRONMENT_TYPE', 'local' );
define( 'WP_HOME', 'http://' . ( isset( $_SERVER['HTTP_HOST'] ) ? $_SERVER['HTTP_HOST'] : '127.0.0.1' ) );
define( 'WP_SITEURL', WP_HOME );

foreach ( array( 'AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY' ) as $name ) {
	define( $name, "key-of-a-peer-$name" );
	define( str_replace( 'KEY', 'SALT', $name ), "salt-of-a-peer-$name" );
}

// Nothing leaves this machine, and nothing happens on its own.
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'DISABLE_WP_CRON', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'WP_DEBUG', false );

$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
