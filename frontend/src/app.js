// Each concern is a module that looks after the whole document; none knows another.
import 'htmx.org';
import './modules/bulk.js';
import './modules/csrf.js';
import './modules/drawing.js';
import './modules/dropzone.js';
import './modules/flash.js';
import './modules/keys.js';
import './modules/looks.js';
import './modules/menus.js';
import './modules/once.js';
import './modules/parts.js';
import './modules/payees.js';
import './modules/reconcile.js';
import './modules/reviews.js';
import './modules/rows.js';
import './modules/rules.js';
import './modules/sums.js';
