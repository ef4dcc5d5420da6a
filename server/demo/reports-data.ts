/** Reports of the finished demo visits. What a doctor "said" here is ordinary and no advice to anybody. */
import type { DemoReport } from './visit.ts'

export const reports = {
  heart: {
    summary:
      '8:24 在门诊大厅会合，陪同挂号、候诊、做心电图和抽血，11:10 送上返程的出租车。阿姨全程状态平稳，午饭药已提醒。（演示数据）',
    doctorsWords: '血压控制得还可以，药先照原来的吃，一个月后带着家里的血压记录再来。',
    medicines: [{ name: '苯磺酸氨氯地平片', usage: '每天早上一次，一次一片' }],
    followUps: [{ what: '心血管内科复诊，带血压记录' }],
    expenses: [
      { what: '挂号费', amountFen: 2500 },
      { what: '心电图和化验（医保后）', amountFen: 8640 },
    ],
  },
  wholeDay: {
    summary:
      '上午面诊并预约检查，中午在医院食堂用餐，下午完成胃镜前检查和腹部超声。叔叔走路稳，全程没有不适。（演示数据）',
    doctorsWords: '超声没有大问题，胃镜约好后再来，来之前一天晚上十点以后不要吃东西。',
    medicines: [],
    followUps: [{ what: '胃镜检查，前一晚 22:00 后禁食' }],
    expenses: [
      { what: '挂号费', amountFen: 3800 },
      { what: '腹部超声（医保后）', amountFen: 6200 },
    ],
  },
  nerves: {
    summary: '会合后先测血压，候诊约 40 分钟；医生做了体格检查，加做头颅磁共振预约。取药后核对数量无误。（演示数据）',
    doctorsWords: '头晕和颈椎、血压都可能有关系，磁共振做完再看，这两周别一个人出远门。',
    medicines: [{ name: '甲磺酸倍他司汀片', usage: '一天三次，一次一片，饭后' }],
    followUps: [{ what: '头颅磁共振检查' }, { what: '两周后神经内科复诊' }],
    expenses: [
      { what: '挂号费', amountFen: 3000 },
      { what: '药费（医保后）', amountFen: 4370 },
    ],
  },
  pregnancy: {
    summary: '孕 29 周产检：称重、量血压、胎心监护、尿常规，排队时全程有座位休息。（演示数据）',
    doctorsWords: '胎心很好，体重长得稍快，主食减一点，两周后再来。',
    medicines: [],
    followUps: [{ what: '两周后产检' }],
    expenses: [{ what: '产检费用（医保后）', amountFen: 5210 }],
  },
  tumour: {
    summary:
      '陪同完成入院前评估：抽血、心电图、药物过敏史登记；病理片和原 CT 片 6 张已交接给医生并全部取回，当面点清。（演示数据）',
    doctorsWords: '先等病理会诊结果，下周三电话通知是否住院，造影剂过敏已经记在病历上。',
    medicines: [],
    followUps: [{ what: '等病理会诊电话' }],
    expenses: [{ what: '会诊费', amountFen: 20000 }],
  },
  medicine: {
    summary: '凭处方和授权在门诊药房取药两种共四盒，核对名称、数量和有效期后当面交给家属。（演示数据）',
    medicines: [
      { name: '二甲双胍缓释片', usage: '按原处方' },
      { name: '阿托伐他汀钙片', usage: '按原处方' },
    ],
    expenses: [{ what: '药费（垫付，已结清）', amountFen: 12860 }],
  },
} satisfies Record<string, DemoReport>
