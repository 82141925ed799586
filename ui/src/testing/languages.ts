/** Before any test: the words of all languages are here. */
import { learn } from '../messages';

await Promise.all([learn('en'), learn('zh-CN')]);
