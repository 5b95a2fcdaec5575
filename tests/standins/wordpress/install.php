<?php
// Installs a WordPress as its own installer does, with accounts for the sync.
// Arguments: the folder of the site, the address. Prints the application passwords.
[, $site, $address] = $argv;
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = $address;
$_SERVER['REQUEST_URI'] = '/';
require "$site/wp-load.php";
require ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter('pre_wp_mail', fn() => true);
wp_install('Cổng thử nghiệm', 'admin', 'admin@example.org', true, '', wp_generate_password());
update_option('permalink_structure', '/%postname%/');
update_option('timezone_string', 'Asia/Ho_Chi_Minh');
update_option('default_comment_status', 'closed');
foreach (get_posts(['post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1]) as $sample) {
    wp_delete_post($sample->ID, true);
}
// An editor, and one who may post but not write any HTML: what a portal would give.
$passwords = [];
foreach (['editor', 'author'] as $role) {
    $person = ['user_login' => "phohien-$role", 'user_pass' => wp_generate_password(), 'role' => $role];
    $id = wp_insert_user($person);
    [$passwords[$role]] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'asean-sync']);
}
echo json_encode($passwords);
